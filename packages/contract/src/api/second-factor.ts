// The second factor: time-based codes (RFC 6238) and recovery codes. GET/POST /me/second-factor and below it, GET/PUT /security-policy.
import { Type, type Static } from 'typebox';
import { At } from '../texts.ts';
import { nullable } from './page.ts';

export const SecondFactor = Type.Object({
  on: Type.Boolean(),
  since: nullable(At),
  recoveryCodesLeft: Type.Integer(),
  /** The tenant asks everyone for it: it cannot be switched off. */
  required: Type.Boolean(),
});
export type SecondFactor = Static<typeof SecondFactor>;

/** The password, but for who must enrol before anything else: he has just given it. */
export const BeginSecondFactor = Type.Object({ password: Type.Optional(Type.String({ maxLength: 256 })) }, { additionalProperties: false });

/** Told once: base32 as an authenticator takes it, and the same as an `otpauth://` address for a QR code. */
export const SecondFactorSecret = Type.Object({ secret: Type.String(), uri: Type.String() });
export type SecondFactorSecret = Static<typeof SecondFactorSecret>;

const code = Type.String({ minLength: 6, maxLength: 32 });
export const GiveCode = Type.Object({ code }, { additionalProperties: false });
export const EndSecondFactor = Type.Object({ password: Type.String({ maxLength: 256 }), code }, { additionalProperties: false });

/** Each opens one sign-in in place of a code. Told once. */
export const RecoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) });
export type RecoveryCodes = Static<typeof RecoveryCodes>;

/** What the tenant asks of all its users. */
export const SecurityPolicy = Type.Object({ secondFactorRequired: Type.Boolean() }, { additionalProperties: false });
export type SecurityPolicy = Static<typeof SecurityPolicy>;
