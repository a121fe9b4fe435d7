// Every error that leaves the server: RFC 9457 in the caller's language. What was not expected is logged with its cause.
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { isBusy } from '../db/problems.ts';
import { acceptedLanguage } from '../errors/language.ts';
import { toProblem } from '../errors/problem.ts';
import { AppError } from '../errors/types.ts';
import type { Log } from '../log/log.ts';

/** Fastify's own errors (fastify docs, Errors) in our words, and a database that did not take it in time. */
function translate(error: unknown, bodyLimit: number): unknown {
  if (error instanceof AppError) return error;
  if (isBusy(error)) return new AppError('database.unavailable', {}, { cause: error });
  const { code, statusCode } = error as Partial<FastifyError>;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AppError('request.too-large', { limit: bodyLimit }, { cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError('request.media-type', {}, { cause: error });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new AppError('request.malformed', {}, { cause: error });
    default:
      return statusCode === 400 ? new AppError('request.malformed', {}, { cause: error }) : error;
  }
}

export function answerProblems(app: FastifyInstance, options: { log: Log; bodyLimit: number }): void {
  app.setErrorHandler((thrown, request, reply) => {
    const language = acceptedLanguage(request.headers['accept-language']);
    const { problem, reference } = toProblem(translate(thrown, options.bodyLimit), language, request.url.split('?')[0]);
    if (reference !== null) options.log.error('request failed', { reference, request: request.id, route: routeOf(request), error: thrown });
    else if (problem.status >= 500)
      options.log.warn('request not served', { code: problem.code, request: request.id, route: routeOf(request), error: thrown });
    const retry = thrown instanceof AppError ? thrown.detail['retryAfterSeconds'] : undefined;
    if (typeof retry === 'number') void reply.header('retry-after', String(retry));
    return reply
      .code(problem.status)
      .header('cache-control', 'no-store')
      .header('content-language', language)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem));
  });
}

export function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? 'none'}`;
}
