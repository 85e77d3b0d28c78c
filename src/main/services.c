/* services.c: the table of contents of the campus: every service, in boot order.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#include "guide.h"
#include "identity.h"
#include "oidc.h"
#include "portal.h"
#include "records.h"
#include "saml.h"
#include "scim.h"
#include "studymap.h"
#include "timetable.h"
#include "vacancies.h"

const struct service *const services[] = {
    &guide_service,    &identity_service,  &oidc_service,      &saml_service,      &scim_service,
    &records_service,  &studymap_service, &timetable_service, &vacancies_service, &portal_service,
};
const size_t n_services = COUNT(services);
