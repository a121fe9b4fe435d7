// Our credentials for a far end that challenges us (RFC 3261, section 22): a trunk's account.
import { createHash, randomBytes } from 'node:crypto';
import { answerChallenge, ha1, type Request, type Response } from '@tandem/sip';

export type Account = { readonly username: string; readonly password: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The request again with an answer to its 401 or 407; null where none can be given, or was given and refused. */
export function proven(request: Request, response: Response, account: Account | null): Request | null {
  if (account === null) return null;
  const { username, password } = account;
  return answerChallenge({
    request,
    response,
    user: username,
    ha1: (realm, algorithm) => (algorithm === 'MD5' ? ha1(username, realm, password) : sha256(`${username}:${realm}:${password}`)),
    cnonce: randomBytes(8).toString('hex'),
    hash: sha256,
  });
}
