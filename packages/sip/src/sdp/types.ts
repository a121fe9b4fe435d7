// Session descriptions (RFC 8866) as far as one audio stream needs them, and what an offer and its answer agree on (RFC 3264).

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export type SdpAttribute = { readonly name: string; readonly value: string | null };

export type SdpMedia = {
  /** `audio`, `video`, ... */
  readonly type: string;
  readonly port: number;
  readonly protocol: string;
  /** Payload types as text (RTP) or whatever the protocol lists. */
  readonly formats: readonly string[];
  /** Address of a c= line in this section, else null: the session's counts. */
  readonly ip: string | null;
  readonly attributes: readonly SdpAttribute[];
};

export type Sdp = {
  readonly origin: { readonly user: string; readonly sessionId: string; readonly version: string; readonly ip: string };
  readonly name: string;
  readonly ip: string | null;
  /** The t= lines' times, as text: `0 0`. */
  readonly times: readonly string[];
  readonly attributes: readonly SdpAttribute[];
  readonly media: readonly SdpMedia[];
};

export type SdpError = { readonly kind: 'sdp-error'; readonly line: number; readonly reason: string };
export type SdpParsed = { readonly ok: true; readonly sdp: Sdp } | { readonly ok: false; readonly error: SdpError };

export type Codec = 'PCMU' | 'PCMA' | 'OPUS';

/** Our side of a session. `version` must grow by one with every description sent that differs from the last. */
export type Capabilities = {
  readonly ip: string;
  readonly port: number;
  /** In order of preference. */
  readonly codecs: readonly Codec[];
  /** Payload type we offer for telephone-event, null for none; an answer uses the offer's number. */
  readonly telephoneEvent: number | null;
  readonly ptime: number;
  /** What we wish to do; an answer is held within what the offer allows. */
  readonly direction: Direction;
  readonly sessionId: string;
  readonly version: number;
  /** Left out where we cannot; null `role`: open as yet. `required`: nothing else is offered or taken; else the offer decides. */
  readonly secured?: SecuredSide & { readonly required: boolean };
  /** Keys in the description itself; left out: none are taken or offered. */
  readonly sdes?: SdesSide;
};

/** RFC 4568, sections 6.2.1 and 6.2.2. */
export type SdesSuite = 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32';

/** Our side of RFC 4568. Keys are base64 of 30 bytes: master key and salt. */
export type SdesSide = {
  /** Else plain audio is spoken with who offers or takes no keys. */
  readonly required: boolean;
  /** In order of preference, one a suite. */
  readonly keys: readonly { readonly suite: SdesSuite; readonly key: string }[];
  /** Of our next offer, where one was agreed on: phones want to meet the same again. */
  readonly protocol?: string;
};

/** `protocol`: as the section that was agreed on has it, `RTP/SAVP` or, where plain audio would have done too, `RTP/AVP`. */
export type SdesAgreed = { readonly suite: SdesSuite; readonly local: string; readonly remote: string; readonly protocol: string };

/** The hash of a certificate, as SDP writes it (RFC 8122). */
export type SdpFingerprint = { readonly algorithm: string; readonly value: string };

/** Our side of ICE and DTLS. */
export type SecuredSide = {
  readonly ufrag: string;
  readonly pwd: string;
  readonly fingerprint: SdpFingerprint;
  readonly role: 'client' | 'server' | null;
  /** Addresses that reach the same port, besides `ip`. */
  readonly otherIps?: readonly string[];
};

/** The far end's side of ICE and DTLS; `role` is ours. */
export type SecuredAgreed = {
  readonly ufrag: string;
  readonly pwd: string;
  readonly fingerprint: SdpFingerprint;
  readonly role: 'client' | 'server';
};

/** Where the far end wants RTCP. `mux`: both sides send it to the RTP port (RFC 5761). */
export type RtcpPlace = { readonly ip: string; readonly port: number; readonly mux: boolean };

/** What both sides agreed on, seen from us. */
export type Agreed = {
  readonly codec: Codec;
  /** Payload types to send with. */
  readonly payloadType: number;
  readonly telephoneEvent: number | null;
  /** Units a second in which telephone-events count: that of the audio beside them where the far end has it, else 8000. */
  readonly eventClock: number;
  /** Where to send RTP. */
  readonly remoteIp: string;
  readonly remotePort: number;
  readonly rtcp: RtcpPlace;
  /** Our direction: `recvonly` means we hear and are not heard. */
  readonly direction: Direction;
  readonly send: boolean;
  readonly receive: boolean;
  /** The far end put us on hold: it wants no audio from us (a=sendonly or inactive at its side, or c=0.0.0.0). */
  readonly held: boolean;
  readonly ptime: number;
  /** Null: no ICE and DTLS. Else addresses are found out by ICE, and `remoteIp` is a guess. */
  readonly secured: SecuredAgreed | null;
  /** Null: no keys of RFC 4568. */
  readonly sdes: SdesAgreed | null;
};

export type Negotiated =
  | { readonly ok: true; readonly answer: Sdp; readonly agreed: Agreed }
  /** Answer with this status and why as Warning text. */
  | { readonly ok: false; readonly status: 400 | 488; readonly why: string };

export type AnswerRead = { readonly ok: true; readonly agreed: Agreed } | { readonly ok: false; readonly why: string };
