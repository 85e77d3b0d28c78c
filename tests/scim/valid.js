// valid.js: is an answer as SCIM 2.0 wants it? scimmy (npm) judges, by its own schemas and by those that /Schemas tells.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { isDeepStrictEqual } from "node:util";
import SCIMMY from "scimmy";

const { Attribute, SchemaDefinition } = SCIMMY.Types;
const CORE = "urn:ietf:params:scim:schemas:core:2.0:";
const API = "urn:ietf:params:scim:api:messages:2.0:";

function attribute(a) {
  return new Attribute(a.type, a.name, {
    multiValued: a.multiValued, description: a.description, required: a.required, caseExact: a.caseExact ?? false, mutable: a.mutability,
    returned: a.returned, uniqueness: a.uniqueness, canonicalValues: a.canonicalValues ?? false, referenceTypes: a.referenceTypes ?? false,
  }, (a.subAttributes ?? []).map(attribute));
}

// scimmy takes schemas of the IETF only: another one gets its name afterwards. Its `externalId` comes in and never out, which
// is not what RFC 7643 §3.1 says.
function definition(doc) {
  const d = new SchemaDefinition(doc.name, `${CORE}${doc.name}`, doc.description, doc.attributes.map(attribute));
  d.id = doc.id;
  d.attribute("externalId").config.direction = "both";
  return d;
}

const plain = (x) => JSON.parse(JSON.stringify(x), (k, v) => (/^(created|lastModified)$/.test(k) ? new Date(v).toISOString() : v));

// What scimmy makes of a resource must be what was sent: no attribute is lost, none is of another type.
function same(made, sent) {
  const [a, b] = [plain(made), plain(sent)];
  for (const x of [a, b]) x.schemas = [...x.schemas].sort();
  if (isDeepStrictEqual(a, b)) return "";
  const key = [...new Set([...Object.keys(a), ...Object.keys(b)])].find((k) => !isDeepStrictEqual(a[k], b[k]));
  return `${key}: ${JSON.stringify(b[key])}, as scimmy sees it ${JSON.stringify(a[key])}`;
}

// A definition without what must be there: an answer to attributes=… leaves most of it out.
function relaxed(d) {
  const loose = (a) => {
    if (a.config) a.config.required = false;
    (a.subAttributes ?? a.attributes ?? []).forEach(loose);
  };
  d.attributes.forEach(loose);
  return d;
}

export class Valid {
  // From the documents of /ResourceTypes and /Schemas.
  constructor(types, schemas) {
    this.schemas = new Map(schemas.map((s) => [s.id, s]));
    this.types = types;
    this.whole = new Map(types.map((t) => [t.schema, this.define(t)]));
    this.parts = new Map(types.map((t) => [t.schema, relaxed(this.define(t))]));
    this.theirs = new Map([[`${CORE}User`, SCIMMY.Schemas.User.definition], [`${CORE}Group`, SCIMMY.Schemas.Group.definition],
      ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", SCIMMY.Schemas.EnterpriseUser.definition]]);
  }
  define(type) {
    const d = definition(this.schemas.get(type.schema));
    for (const e of type.schemaExtensions ?? []) d.extend(definition(this.schemas.get(e.schema)), e.required);
    return d;
  }
  // "" or what is wrong.
  resource(r, part, base) {
    const urn = r.schemas?.find((s) => this.whole.has(s));
    if (!urn) return `no schema that /ResourceTypes tells: ${r.schemas}`;
    if (typeof r.id !== "string" || !r.id) return `the id is no text: ${JSON.stringify(r.id)}`;
    const type = this.types.find((t) => t.schema === urn);
    if (!part && r.meta?.location !== `${base}${type.endpoint}/${r.id}`) return `meta.location: ${r.meta?.location}`;
    try {
      const made = (part ? this.parts : this.whole).get(urn).coerce(r, "both");
      return part ? same({ ...made, meta: r.meta }, r) : same(made, r);
    } catch (e) {
      return e.message;
    }
  }
  // A schema says of each attribute what the RFC's schema, as scimmy has it, says of it.
  schema(doc) {
    const theirs = this.theirs.get(doc.id);
    const kind = (a) => JSON.stringify([a.type, a.config?.multiValued ?? a.multiValued ?? false]);
    const differs = (ours, list) => {
      for (const a of ours) {
        const t = list.find((x) => x.name === a.name);
        if (t && kind(t) !== kind(a)) return `${a.name}: ${kind(a)}, not ${kind(t)}`;
        const inner = t ? differs(a.subAttributes ?? [], t.subAttributes ?? []) : "";
        if (inner) return `${a.name}.${inner}`;
      }
      return "";
    };
    const shown = (x) => JSON.parse(JSON.stringify(x));
    const told = definition(doc).describe().attributes.map(shown);
    const bare = ({ caseExact, uniqueness, ...rest }) => ({ ...rest, ...(rest.subAttributes ? { subAttributes: rest.subAttributes.map(bare) } : {}) });
    if (!isDeepStrictEqual(told.map(bare), doc.attributes.map(bare))) return "scimmy reads other attributes than were told";
    return theirs ? differs(doc.attributes, theirs.attributes) : "";
  }
  // A message or a resource, by what it says of itself.
  answer(body, { part = false, base } = {}) {
    const [first] = body.schemas ?? [];
    try {
      if (first === `${API}Error`) return this.error(body);
      if (first === `${API}ListResponse`) return this.list(body, part, base);
      if (first === `${API}BulkResponse`) return this.bulk(body);
      if (first === `${CORE}ServiceProviderConfig`) return same(new SCIMMY.Schemas.ServiceProviderConfig(body), { ...body, authenticationSchemes: body.authenticationSchemes.map(({ primary, ...s }) => s) });
      if (first === `${CORE}ResourceType`) return same(new SCIMMY.Schemas.ResourceType(body), { ...body });
      if (first === `${CORE}Schema`) return this.schema(body);
      return this.resource(body, part, base);
    } catch (e) {
      return e.message;
    }
  }
  list(body, part, base) {
    // A count of 0 asks for the number alone (RFC 7644 §3.4.2.4), which scimmy does not know.
    if (body.itemsPerPage > 0) new SCIMMY.Messages.ListResponse(body);
    if (body.Resources.length !== body.itemsPerPage || body.itemsPerPage > body.totalResults) return "its numbers do not fit";
    return body.Resources.map((r) => this.answer(r, { part, base })).find(Boolean) ?? "";
  }
  bulk(body) {
    const m = new SCIMMY.Messages.BulkResponse(body);
    for (const o of m.Operations) {
      if (typeof o.status !== "string" || !/^[2-5]\d\d$/.test(o.status)) return `status: ${JSON.stringify(o.status)}`;
      if (o.status >= "400" ? !o.response : o.status !== "204" && !(o.location && o.version)) return `an operation lacks something: ${JSON.stringify(o)}`;
      if (o.response && this.error(o.response)) return this.error(o.response);
    }
    return "";
  }
  error(body) {
    const { schemas, status, scimType, detail, ...rest } = body;
    if (schemas.length !== 1 || typeof status !== "string" || typeof detail !== "string" || Object.keys(rest).length) return `not an Error: ${JSON.stringify(body)}`;
    if (["415", "429"].includes(status) && !scimType) return ""; // of HTTP; RFC 7644 names its own alone
    if (status === "400" && scimType === "tooMany") return ""; // RFC 7644 §3.12, table 9: a keyword of 400
    new SCIMMY.Messages.ErrorResponse({ status, scimType, detail });
    return "";
  }
}
