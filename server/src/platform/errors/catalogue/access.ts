// Errors of signing in, of permissions, and of the rules every request obeys.
import { entry } from './entry.ts';

export const ACCESS_ERRORS = {
  'auth.required': entry(
    401,
    ['Sign in first', '请先登录'],
    ['The request carries no valid session. Sign in and send the token again.', '请求没有有效的会话。请登录后重新发送令牌。'],
  ),
  'auth.failed': entry(401, ['E-mail or password is wrong', '邮箱或密码错误'], ['Check both and try again.', '请检查后重试。']),
  'auth.throttled': entry(
    429,
    ['Too many failed sign-ins', '登录失败次数过多'],
    ['Wait {retryAfterSeconds} seconds before the next attempt.', '请等待 {retryAfterSeconds} 秒后再试。'],
  ),
  'auth.wrong-password': entry(422, ['The present password is wrong', '当前密码错误']),
  'access.denied': entry(403, ['Not allowed', '没有权限'], ['Your role lacks the permission {action}.', '您的角色没有权限 {action}。']),
  'access.out-of-scope': entry(
    403,
    ['Outside your area', '超出您的权限范围'],
    ['Your permission {action} does not reach this object.', '您的权限 {action} 不包括此对象。'],
  ),
  'access.csrf': entry(
    403,
    ['The request did not come from the app', '请求不是来自本应用'],
    [
      'Writes with a session cookie need the header X-Tandem-Csrf and an Origin of this server.',
      '使用会话 Cookie 的写操作需要 X-Tandem-Csrf 请求头，并且来源必须是本服务器。',
    ],
  ),
  'rate.exceeded': entry(
    429,
    ['Too many requests', '请求过于频繁'],
    ['Try again in {retryAfterSeconds} seconds.', '请在 {retryAfterSeconds} 秒后重试。'],
  ),
  'request.invalid': entry(
    400,
    ['The request is not valid', '请求无效'],
    ['The fields listed under "errors" do not fit.', '"errors" 中列出的字段不符合要求。'],
  ),
  'request.malformed': entry(
    400,
    ['The request cannot be read', '无法读取请求'],
    ['The body is not well-formed JSON.', '请求体不是有效的 JSON。'],
  ),
  'request.too-large': entry(
    413,
    ['The request is too large', '请求过大'],
    ['At most {limit} bytes are accepted.', '最多接受 {limit} 字节。'],
  ),
  'request.media-type': entry(
    415,
    ['The content type is not supported', '不支持的内容类型'],
    ['Send application/json.', '请发送 application/json。'],
  ),
  'request.not-found': entry(404, ['There is nothing here', '没有此地址'], ['No route {method} {path}.', '没有路由 {method} {path}。']),
  'request.range': entry(416, ['The range cannot be served', '无法提供该范围'], ['The content has {size} bytes.', '内容共 {size} 字节。']),
  'cursor.invalid': entry(
    400,
    ['The cursor is not valid', '游标无效'],
    ['Use a nextCursor as it was given, with the same filters.', '请原样使用返回的 nextCursor，并保持相同的筛选条件。'],
  ),
  'idempotency.key-invalid': entry(
    400,
    ['The Idempotency-Key is not valid', 'Idempotency-Key 无效'],
    ['Send 1 to 128 printable ASCII characters.', '请发送 1 到 128 个可打印的 ASCII 字符。'],
  ),
  'idempotency.key-reused': entry(
    422,
    ['The Idempotency-Key was used for another request', 'Idempotency-Key 已用于其他请求'],
    ['Take a new key for a new request.', '新的请求请使用新的键。'],
  ),
  'idempotency.in-progress': entry(
    409,
    ['The same request is still running', '相同的请求仍在处理中'],
    ['Try again shortly with the same key.', '请稍后用相同的键重试。'],
  ),
  'server.draining': entry(503, ['The server is stopping', '服务器正在停止'], ['Try again shortly.', '请稍后重试。']),
  internal: entry(
    500,
    ['Something went wrong', '发生内部错误'],
    ['Tell the operator the reference {reference}.', '请将编号 {reference} 告知运维人员。'],
  ),
} as const;
