// Signing in and out: POST /sessions, GET and DELETE /sessions/current.
import { Type, type Static } from 'typebox';
import { UserView } from '../permissions.ts';

export const SignIn = Type.Object(
  { email: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 256 }) },
  { additionalProperties: false },
);
/** `token` is a bearer token; the same value is set as the httpOnly cookie `tandem_session`. */
export const SignedIn = Type.Object({ token: Type.String(), user: UserView });
export type SignedIn = Static<typeof SignedIn>;
