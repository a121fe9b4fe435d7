// The shapes of a SIP message and its parts (RFC 3261, sections 7, 19 and 20): plain data, never mutated once made.

/** Parameter names are lower case; a value is as on the wire (a quoted string keeps its quotes), null where there is none. */
export type Params = ReadonlyMap<string, string | null>;

/** `user` and `params` are in wire form, needless escapes undone (RFC 3261, 19.1.4): `%61gent1` reads `agent1`, `a%40b` stays. */
export type SipUri = {
  readonly scheme: 'sip' | 'sips';
  readonly user: string | null;
  readonly password: string | null;
  /** Lower case; an IPv6 address keeps its brackets. */
  readonly host: string;
  readonly port: number | null;
  readonly params: Params;
  readonly headers: Params;
};

/** RFC 3966. `number` without visual separators, with its leading `+` where global. */
export type TelUri = { readonly scheme: 'tel'; readonly number: string; readonly params: Params };

/** Any other absolute URI, kept as text. */
export type OtherUri = { readonly scheme: 'other'; readonly name: string; readonly text: string };

export type Uri = SipUri | TelUri | OtherUri;

/** name-addr or addr-spec with header parameters: From, To, Contact, Route, Record-Route, Refer-To... `display` is unquoted, '' where absent. */
export type NameAddr = { readonly display: string; readonly uri: Uri; readonly params: Params };

/** One Via value. `transport` is upper case; parameters: branch, received, rport, maddr, ttl. */
export type Via = { readonly transport: string; readonly host: string; readonly port: number | null; readonly params: Params };

export type CSeq = { readonly number: number; readonly method: string };

/** A header field that has no typed place below. `name` is lower case and never a compact form. */
export type Header = { readonly name: string; readonly value: string };

type Common = {
  readonly via: readonly Via[];
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly callId: string;
  readonly cseq: CSeq;
  readonly contact: readonly NameAddr[] | '*';
  readonly recordRoute: readonly NameAddr[];
  /** All other header fields in order. Content-Length is never here: the serialiser counts. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
};

export type Request = Common & {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: Uri;
  readonly route: readonly NameAddr[];
  /** Null where the header field is missing (RFC 2543 peers). */
  readonly maxForwards: number | null;
};

export type Response = Common & { readonly kind: 'response'; readonly status: number; readonly reason: string };

export type Message = Request | Response;

/** Header fields of a malformed request as text, enough to answer it (RFC 3261, 8.2.6.2); `via` in order, at least one. */
export type Echo = {
  readonly method: string;
  readonly via: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: string;
};

/** A value, never thrown. `status` is what a request deserves as its answer; a malformed response is dropped. */
export type ParseError = {
  readonly kind: 'parse-error';
  /** Where: `request-line`, `status-line`, `head`, `body`, or a header field name in lower case. */
  readonly at: string;
  readonly reason: string;
  readonly status: 400 | 413 | 505;
  /** Null for a response, an ACK, or where too little could be read to answer. */
  readonly echo: Echo | null;
};

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ParseError };
