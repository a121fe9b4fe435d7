// The door of @tandem/sip: everything another package may use.
export type * from './message/types.ts';
export type * from './endpoint/types.ts';
export type * from './dialog/types.ts';
export type * from './digest/types.ts';
export type * from './sdp/types.ts';

export { createEndpoint, type Endpoint } from './endpoint/endpoint.ts';

export { newRequest, responseTo, type BodyDraft, type RequestDraft, type ResponseExtras } from './message/build.ts';
export { unquote } from './message/cursor.ts';
export { escapeUser, sipUri, unescapeText, type SipUriParts } from './message/escape.ts';
export { formatNameAddr, nameAddr, tagOf } from './message/name-addr.ts';
export { withParam } from './message/params.ts';
export { parseMessage } from './message/parse.ts';
export { bodyText, expiresOf, header, headerList, parseNameAddr, parseUri, readDate, readTokenParams } from './message/read.ts';
export { reasonOf } from './message/reasons.ts';
export { serialise } from './message/serialise.ts';
export { formatUri, isSip } from './message/uri.ts';
export { branchOf } from './message/via.ts';

export { createFramer, type Frame, type Framer, type FramerLimits } from './stream/framer.ts';

export { dialogKey, dialogKeyOf, dialogKeyOfResponse, dialogOfRequest, dialogOfResponse, type DialogMade } from './dialog/create.ts';
export { ackInDialog, prackInDialog, requestInDialog, type InDialogExtras } from './dialog/build.ts';
export { acceptRequest, acceptResponse, confirmed } from './dialog/accept.ts';
export { glareDelay, reinviteRefusal } from './dialog/reinvite.ts';
export {
  answerSession,
  MIN_SE,
  proposeSession,
  readSession,
  retryInterval,
  sessionDelays,
  type SessionAnswer,
  type SessionTimer,
} from './dialog/session-timer.ts';
export {
  notifyOfRefer,
  parseReferTo,
  parseReplaces,
  readEvent,
  readSipfrag,
  readSubscriptionState,
  replacedDialogKey,
  sipfrag,
  type ReferTo,
  type Replaces,
  type SubscriptionState,
} from './dialog/transfer.ts';

export { ha1, md5 } from './digest/md5.ts';
export { challenge, verifyDigest } from './digest/verify.ts';
export { createNonceLedger } from './digest/nonce.ts';
export { answerChallenge, type AnswerOptions } from './digest/answer.ts';

export { parseSdp } from './sdp/parse.ts';
export { formatSdp } from './sdp/format.ts';
export { buildOffer, negotiate, readAnswer } from './sdp/negotiate.ts';
