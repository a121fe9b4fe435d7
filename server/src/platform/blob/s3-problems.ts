// What an object store says, as errors an operator can act on: ours to repair (key, bucket, clock), or away for now.
import { AppError } from '../errors/types.ts';

/** Where, for the message; never a credential. */
export type S3Where = { bucket: string; endpoint: string };

const REFUSED = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'AccessDenied',
  'InvalidToken',
  'ExpiredToken',
  'Forbidden',
  '403',
]);
const CLOCK = new Set(['RequestTimeTooSkewed', 'RequestExpired']);

/** The store's error names are those of the S3 API reference, "Error responses". */
export function s3Problem(error: unknown, where: S3Where): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  const status = statusOf(error);
  const cause = { cause: error };
  if (name === 'NoSuchKey' || (name === 'NotFound' && status === 404)) return new AppError('blob.not-found', { ...where }, cause);
  if (name === 'NoSuchBucket') return new AppError('blob.s3-no-bucket', { ...where }, cause);
  if (CLOCK.has(name)) return new AppError('blob.s3-clock', { ...where }, cause);
  if (REFUSED.has(name) || status === 403 || status === 401) return new AppError('blob.s3-refused', { ...where, reason: name }, cause);
  if (name === 'CredentialsProviderError') return new AppError('blob.s3-no-credentials', { reason: firstLine(error) }, cause);
  return new AppError('blob.s3-away', { ...where, reason: status === null ? firstLine(error) : `${name} (${status})` }, cause);
}

/** Trying again later may cure it; everything else needs the operator. */
export function mayPass(problem: AppError): boolean {
  return problem.code === 'blob.s3-away';
}

function statusOf(error: unknown): number | null {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata;
  return metadata?.httpStatusCode ?? null;
}

function firstLine(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return firstLine(error.errors[0]);
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 200);
}
