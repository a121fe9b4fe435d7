// Every environment variable, once: its reader, default, example and meaning in both languages. The guides' tables are made from this.
import * as parse from './parse.ts';

export type Variable<T> = {
  read: parse.Parse<T>;
  /** The default as a text to be read; null where there is none. */
  fallback: string | null;
  example: string;
  /** A value that must not be printed. */
  secret?: true;
  en: string;
  zh: string;
};

const v = <T>(variable: Variable<T>): Variable<T> => variable;

export const VARIABLES = {
  TANDEM_HOST: v({
    read: parse.hostName,
    fallback: '127.0.0.1',
    example: '0.0.0.0',
    en: 'Address all servers listen on. Demo passwords are the well-known ones only on loopback.',
    zh: '所有服务监听的地址。仅在回环地址上使用公开的演示密码。',
  }),
  TANDEM_HTTP_PORT: v({
    read: parse.port,
    fallback: '8080',
    example: '8080',
    en: 'Web app, API, event stream, and SIP over WebSocket at `/sip`.',
    zh: 'Web 应用、API、事件流，以及 `/sip` 上的 SIP over WebSocket。',
  }),
  TANDEM_SIP_PORT: v({ read: parse.port, fallback: '5060', example: '5060', en: 'SIP over UDP and TCP.', zh: 'SIP（UDP 与 TCP）。' }),
  TANDEM_SIPS_PORT: v({
    read: parse.port,
    fallback: '5061',
    example: '5061',
    en: 'SIP over TLS, with the certificate of `TANDEM_TLS_CERT`; closed where there is none.',
    zh: 'SIP over TLS，使用 `TANDEM_TLS_CERT` 的证书；未配置证书时不监听。',
  }),
  TANDEM_RTP_PORTS: v({
    read: parse.portRange,
    fallback: '20000-20999',
    example: '20000-29999',
    en: 'UDP ports of media; a leg takes two in a row, RTP on the even one and RTCP on the next.',
    zh: '媒体使用的 UDP 端口，每路占用相邻两个：偶数端口为 RTP，下一个为 RTCP。',
  }),
  TANDEM_TLS_CERT: v({
    read: parse.path,
    fallback: null,
    example: '/etc/tandem/cert.pem',
    en: 'Certificate chain (PEM). Without it HTTP is plain, which is fit for loopback only: browsers give no microphone on plain HTTP elsewhere.',
    zh: '证书链（PEM）。未设置时使用明文 HTTP，仅适合回环地址：其他地址上浏览器不会开放麦克风。',
  }),
  TANDEM_TLS_KEY: v({
    read: parse.path,
    fallback: null,
    example: '/etc/tandem/key.pem',
    en: 'Private key (PEM) of the certificate.',
    zh: '证书的私钥（PEM）。',
  }),
  TANDEM_TRUSTED_PROXIES: v({
    read: parse.addressList,
    fallback: '',
    example: '10.0.0.5,10.1.0.0/16',
    en: 'Proxies whose X-Forwarded-For is believed.',
    zh: '可信代理，采信其 X-Forwarded-For。',
  }),
  TANDEM_PUBLIC_IP: v({
    read: parse.ipAddress,
    fallback: null,
    example: '203.0.113.7',
    en: 'Address written into SIP and SDP when the server is behind NAT.',
    zh: '服务器位于 NAT 之后时写入 SIP 和 SDP 的地址。',
  }),
  TANDEM_DNS: v({
    read: parse.dnsServers,
    fallback: '',
    example: '10.0.0.53,10.0.1.53:5353',
    en: 'DNS servers that trunks are looked up at, joined by commas; those of the system where left out.',
    zh: '查找中继所用的 DNS 服务器，以逗号分隔；未设置时使用系统的 DNS。',
  }),
  TANDEM_STUN: v({
    read: parse.iceUrls('stun', 'stuns'),
    fallback: '',
    example: 'stun:stun.example.com:3478',
    en: 'STUN servers that browser phones ask for their outside address, joined by commas.',
    zh: '浏览器话机用于查询自身外网地址的 STUN 服务器，以逗号分隔。',
  }),
  TANDEM_TURN: v({
    read: parse.iceUrls('turn', 'turns'),
    fallback: '',
    example: 'turn:turn.example.com:3478,turns:turn.example.com:5349?transport=tcp',
    en: 'TURN servers that relay browser phones’ media where no other way is open, joined by commas. They take credentials of coturn’s `use-auth-secret`.',
    zh: '没有其他通路时为浏览器话机中继媒体的 TURN 服务器，以逗号分隔；凭据采用 coturn 的 `use-auth-secret`。',
  }),
  TANDEM_TURN_SECRET: v({
    read: parse.token,
    fallback: null,
    example: 'a long random text',
    secret: true,
    en: 'The secret shared with the TURN servers (coturn’s `static-auth-secret`).',
    zh: '与 TURN 服务器共享的密钥（coturn 的 `static-auth-secret`）。',
  }),
  TANDEM_DATA: v({
    read: parse.path,
    fallback: './data',
    example: '/var/lib/tandem',
    en: 'Folder of everything kept: database, keys, recordings.',
    zh: '保存所有数据的目录：数据库、密钥、录音。',
  }),
  TANDEM_MONITOR_TONE: v({
    read: parse.flag,
    fallback: '0',
    example: '1',
    en: 'Where the law asks for it (1): agent and customer hear a tone when a supervisor begins to listen with his phone, and the agent is shown who it is.',
    zh: '法律要求时设为 1：班长用话机开始监听时，坐席和客户会听到提示音，坐席还会看到监听者。',
  }),
  TANDEM_QUALITY_ALARM_MOS: v({
    read: parse.score,
    fallback: '3.1',
    example: '3.6',
    en: 'The score (MOS, 1 to 4.5) below which a talk counts as sounding badly; 3.1 is where nearly all people are dissatisfied.',
    zh: '通话音质（MOS，1 到 4.5）低于该值视为较差；3.1 时几乎所有人都不满意。',
  }),
  TANDEM_QUALITY_ALARM_SECONDS: v({
    read: parse.integer(10, 3_600),
    fallback: '20',
    example: '30',
    en: 'How long a talk may sound badly before its agent and supervisors are told. It is looked at every ten seconds.',
    zh: '通话音质较差持续多少秒后提醒坐席与班长。每十秒检查一次。',
  }),
  TANDEM_OVERLOAD_MS: v({
    read: parse.integer(0, 60_000),
    fallback: '5000',
    example: '3000',
    en: 'A new call that has waited so many milliseconds to be taken by the server is late. While several are, new calls from trunks are refused with 503 and Retry-After, and calls in progress come first. 0: never refused.',
    zh: '新来电等待服务器受理超过该毫秒数即视为迟到。有多个来电迟到时，中继的新来电以 503 和 Retry-After 拒绝，优先保证进行中的通话。0 表示从不拒绝。',
  }),
  TANDEM_OVERLOAD_CALLS: v({
    read: parse.integer(1, 1_000),
    fallback: '3',
    example: '5',
    en: 'So many late calls at once mean that the server is overloaded.',
    zh: '同时迟到的来电达到该数量时视为服务器过载。',
  }),
  TANDEM_DEMO: v({
    read: parse.flag,
    fallback: null,
    example: '0',
    en: 'Demo tenant on (1) or off (0). Unset: 1 at the first start, then as it was.',
    zh: '演示租户：1 启用，0 关闭。未设置时首次启动为 1，之后保持不变。',
  }),
  TANDEM_FIRST_ADMIN: v({
    read: parse.email,
    fallback: 'admin@localhost',
    example: 'you@example.com',
    en: 'E-mail address of the first administrator, made where there is no tenant at all. His password is shown at the start until the centre is set up.',
    zh: '首位管理员的邮箱，在没有任何租户时创建。完成设置之前，每次启动都会显示其密码。',
  }),
  DATABASE_URL: v({
    read: parse.url('postgres', 'postgresql'),
    fallback: null,
    example: 'postgres://tandem:PASSWORD@db:5432/tandem',
    secret: true,
    en: 'An outside PostgreSQL, 15 or newer. Unset: an embedded one.',
    zh: '外部 PostgreSQL（15 或更新版本）。未设置时使用内嵌数据库。',
  }),
  NATS_URL: v({
    read: parse.url('nats', 'tls', 'ws', 'wss'),
    fallback: null,
    example: 'nats://nats:4222',
    secret: true,
    en: 'Kept for several machines joined by NATS, which do not exist yet: checked, then not used.',
    zh: '为通过 NATS 连接多台机器预留，尚未实现：仅校验格式，目前不使用。',
  }),
  TANDEM_BLOBS: v({
    read: parse.blobPlace,
    fallback: null,
    example: 'file:/srv/tandem-blobs',
    en: 'Where recordings and files are kept, sealed: a folder, or `s3://BUCKET/PREFIX?endpoint=URL&region=REGION&pathStyle=1` with credentials from the usual AWS variables. Unset: `file:$TANDEM_DATA/blobs`.',
    zh: '录音和文件（加密）的存放位置：目录，或 `s3://BUCKET/PREFIX?endpoint=URL&region=REGION&pathStyle=1`，凭据取自常用的 AWS 环境变量。未设置时为 `file:$TANDEM_DATA/blobs`。',
  }),
  TANDEM_MASTER_KEY: v({
    read: parse.key32,
    fallback: null,
    example: 'base64 of 32 bytes',
    secret: true,
    en: 'The key that wraps all others. Unset: `$TANDEM_DATA/master.key`, made on first start, mode 0600.',
    zh: '包裹其他所有密钥的主密钥。未设置时为 `$TANDEM_DATA/master.key`，首次启动生成，权限 0600。',
  }),
  TANDEM_MASTER_KEY_PREVIOUS: v({
    read: parse.key32,
    fallback: null,
    example: 'base64 of 32 bytes',
    secret: true,
    en: 'The master key before this one: opens what it still wraps, during a rotation or after an old backup came back.',
    zh: '上一个主密钥：在轮换期间或恢复旧备份后，用于打开仍由它包裹的内容。',
  }),
  TANDEM_LOG: v({
    read: parse.oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    fallback: 'info',
    example: 'debug',
    en: 'Least severe log level that is written.',
    zh: '写出的最低日志级别。',
  }),
  TANDEM_SIP_TRACE_DAYS: v({
    read: parse.integer(0, 30),
    fallback: '7',
    example: '2',
    en: 'Days for which the SIP messages of calls are kept, passwords and keys masked. 0: none are kept.',
    zh: '通话的 SIP 消息保留的天数，其中的密码和密钥已掩去。0 表示不保留。',
  }),
  TANDEM_METRICS_TOKEN: v({
    read: parse.token,
    fallback: null,
    example: 'a long random text',
    secret: true,
    en: 'Bearer token that opens `/metrics` from elsewhere than loopback. Unset: loopback only.',
    zh: '从非回环地址读取 `/metrics` 所需的 Bearer 令牌。未设置时仅限回环地址。',
  }),
  TANDEM_TRACES: v({
    read: parse.httpUrl,
    fallback: null,
    example: 'http://collector:4318/v1/traces',
    en: 'Where traces of calls are sent (OTLP over HTTP). Unset: none are made, and nothing of it is loaded.',
    zh: '通话链路追踪的接收地址（OTLP over HTTP）。未设置时不产生追踪，也不加载相关代码。',
  }),
  TANDEM_TRACES_RATIO: v({
    read: parse.ratio,
    fallback: '1',
    example: '0.1',
    en: 'Share of calls that are traced, from 0 to 1. A call is traced whole or not at all.',
    zh: '被追踪的通话比例，0 到 1。一次通话要么完整追踪，要么完全不追踪。',
  }),
  TANDEM_RATE_SESSION: v({
    read: parse.integer(1, 100_000),
    fallback: '20',
    example: '50',
    en: 'Requests a second of one user session.',
    zh: '每个用户会话每秒的请求数。',
  }),
  TANDEM_RATE_API_KEY: v({
    read: parse.integer(1, 100_000),
    fallback: '100',
    example: '500',
    en: 'Requests a second of one API key.',
    zh: '每个 API 密钥每秒的请求数。',
  }),
  TANDEM_DISK_LOW_MB: v({
    read: parse.integer(0, 100_000_000),
    fallback: '2048',
    example: '10240',
    en: 'Free megabytes below which administrators are warned. 0: never.',
    zh: '剩余空间（MB）低于此值时提醒管理员。0 表示不提醒。',
  }),
  TANDEM_DISK_CRITICAL_MB: v({
    read: parse.integer(0, 100_000_000),
    fallback: '512',
    example: '2048',
    en: 'Free megabytes below which no new recording begins; calls go on. A quarter of it (at most 64 MB) is held in reserve for the database. 0: never.',
    zh: '剩余空间（MB）低于此值时不再开始新的录音，通话照常。其四分之一（最多 64 MB）为数据库预留。0 表示从不。',
  }),
  TANDEM_SESSION_IDLE_MINUTES: v({
    read: parse.integer(1, 10_080),
    fallback: '720',
    example: '30',
    en: 'A session ends after so long without a request.',
    zh: '会话在无请求这么久之后结束。',
  }),
  TANDEM_SESSION_HOURS: v({
    read: parse.integer(1, 8_760),
    fallback: '168',
    example: '12',
    en: 'A session ends so long after signing in, however busy.',
    zh: '登录这么久之后会话必定结束。',
  }),
} as const;

export type VariableName = keyof typeof VARIABLES;
export type Values = { [N in VariableName]: ReturnType<(typeof VARIABLES)[N]['read']> | null };
