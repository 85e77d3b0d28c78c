/* services.c: the table of contents of the campus: every service, in boot order.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#if __has_include("guide.h")
#include "guide.h"
#endif
#if __has_include("identity.h")
#include "identity.h"
#endif
#if __has_include("records.h")
#include "records.h"
#endif
#if __has_include("studymap.h")
#include "studymap.h"
#endif
#if __has_include("timetable.h")
#include "timetable.h"
#endif
#if __has_include("portal.h")
#include "portal.h"
#endif
extern const struct service guide_service, identity_service, portal_service;

const struct service *const services[] = {
#if __has_include("guide.h")
    &guide_service,
#endif
#if __has_include("identity.h")
    &identity_service,
#endif
#if __has_include("records.h")
    &records_service,
#endif
#if __has_include("studymap.h")
    &studymap_service,
#endif
#if __has_include("timetable.h")
    &timetable_service,
#endif
#if __has_include("portal.h")
    &portal_service,
#endif
};
const size_t n_services = COUNT(services);
