// Signing in and out: POST /sessions, GET and DELETE /sessions/current.
import { Type, type Static } from 'typebox';
import { UserView } from '../permissions.ts';

export const SignIn = Type.Object(
  {
    email: Type.String({ maxLength: 254 }),
    password: Type.String({ maxLength: 256 }),
    /**
     * The second step, for users who have one: six digits of the authenticator, or a recovery code. Asked for by the problem
     * `auth.second-factor-required` (401), which is told only where the password was right.
     */
    code: Type.Optional(Type.String({ maxLength: 32 })),
  },
  { additionalProperties: false },
);
/** `token` is a bearer token; the same value is set as the httpOnly cookie `tandem_session`. */
export const SignedIn = Type.Object({ token: Type.String(), user: UserView });
export type SignedIn = Static<typeof SignedIn>;
