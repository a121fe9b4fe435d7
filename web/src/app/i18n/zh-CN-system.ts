// 运维界面的中文文本：系统健康、网络检查、联络的 SIP 消息。
export const system = {
  title: '系统',
  group: '运维',
  health: '健康状况',
  about: '版本 {{version}}，已运行 {{age}}。查看于 {{time}}。',
  days_other: '{{count}} 天',
  verdict: { ok: '正常', warn: '请留意', bad: '立即处理', off: '未使用' },
  disk: { data: '数据', blobs: '录音和文件' },
  check: {
    supervisor: '监管进程',
    server: '服务进程',
    edge: '边缘进程',
    database: '数据库',
    disk: '磁盘',
    log: '事件日志',
    reader: '日志读取',
    jobs: '后台任务',
    certificate: '证书',
    backup: '备份',
    reports: '报表',
    trunk: '中继',
  },
  figures: {
    supervisor: '进程 {{pid}}，已运行 {{uptimeMs}}，内存 {{rssBytes}}，事件循环延迟最多 {{loopP99Ms}} 毫秒（99 %）',
    server: '进程 {{pid}}，已运行 {{uptimeMs}}，内存 {{rssBytes}}，事件循环延迟最多 {{loopP99Ms}} 毫秒（99 %）',
    edge: '进程 {{pid}}，已运行 {{uptimeMs}}，内存 {{rssBytes}}，事件循环延迟最多 {{loopP99Ms}} 毫秒（99 %）',
    database:
      'PostgreSQL {{version}}，启动于 {{startedAt}}，数据 {{bytes}}，内存 {{memoryBytes}}，连接 {{connections}} / {{mostConnections}}',
    disk: '共 {{totalBytes}}，剩余 {{freeBytes}}',
    log: '{{months}} 个月分区中有 {{head}} 条事件，{{waiting}} 条等待编号',
    reader: '落后 {{lagEvents}} 条事件，{{sinceMs}} 前有进展',
    jobs: '最近一天失败 {{failed}} 个，逾期 {{overdue}} 个',
    certificate: '用于 {{names}}，有效期至 {{validTo}}（还有 {{daysLeft}} 天）',
    backup: '上次备份于 {{at}}，{{bytes}}',
    reports: '正在重新计算：已完成 {{done}} / {{days}} 天',
    trunk: '{{rttMs}} 毫秒内应答',
  },
  todo: {
    supervisor: {
      'not-supervised': '这些进程是分开启动的，没有监管进程重启它们。请用服务管理器看护每个进程。',
      'loop-late': '此进程得不到足够的处理器时间。请查看机器上还在运行什么。',
    },
    server: {
      'loop-late': '界面和路由在等待。请查看机器上还在运行什么，或增加处理器。',
      restarted: '它曾自行退出并被重新启动（共启动 {{starts}} 次）。请在日志中查找 “child ended”。',
    },
    edge: {
      away: '无法控制通话。请在日志中查找原因；监管进程会自动重新启动它。',
      overloaded:
        '服务器受理新来电过慢，暂时拒绝中继的新来电（启动以来 {{turnedAway}} 个），进行中的通话不受影响。请查看机器上还在运行什么，或增加处理器。',
      'loop-late': '通话声音可能断续。请查看机器上还在运行什么，或增加处理器。',
      restarted: '它曾自行退出并被重新启动（共启动 {{starts}} 次），当时的通话随之结束。请在日志中查找 “child ended”。',
    },
    database: {
      away: '数据库没有响应。通话照常，但无法登录。请在日志中查找 “database”，并确认磁盘有空间。',
      connections: '连接几乎用尽。请提高 max_connections，或查明还有谁在使用此数据库。',
    },
    disk: {
      low: '请释放空间、缩短录音保留期，或把录音移到更大的磁盘。',
      critical: '新的通话不再录音。请立即释放空间。',
    },
    log: {
      'not-numbered': '已提交的事件已等待 {{oldestWaitingMs}}。在数据库处理之前界面不会更新；请在日志中查找 “eventlog”。',
    },
    reader: {
      stopped: '它放弃了一条事件，由它生成的内容已经过时。其名称和事件写在日志中；请报告此故障。',
      behind: '由它生成的内容暂时过时。除非数据库过载，它会自动赶上。',
    },
    jobs: {
      away: '后台任务没有启动。请在日志中查找 “jobs”。',
      overdue: '有任务十分钟前就应开始（{{names}}）。请在日志中查找 “jobs”。',
      failed: '请在日志中查找原因：{{names}}。下次到时会再次运行。',
    },
    certificate: {
      plain:
        'HTTPS 未启用。在其他机器上浏览器不会对明文 HTTP 开放麦克风：请设置 TANDEM_TLS_CERT 和 TANDEM_TLS_KEY，或在前面放置启用 HTTPS 的代理。',
      ended: '浏览器会拒绝此证书。请更新证书：新文件无需重启即可生效。',
      files: '文件已更改但不匹配：{{problem}}',
      'ends-soon': '请更新证书：新文件在几秒内生效，无需重启。',
    },
    backup: {
      none: '还没有在这里做过备份。请每晚运行 “npm run db -- backup FILE”，并把主密钥另存他处。',
      old: '上次备份已经过久。请查明夜间备份为何没有执行。',
    },
    reports: {
      recomputing: '新版本的统计口径有变化，正在后台重新计算以前各天的数据，从最近的日期开始。无需任何操作，通话不受影响。',
    },
    trunk: {
      unknown: '边缘进程不在线，没有它的消息。',
      silent: '中继没有应答（{{detail}}）。请检查其地址和防火墙，并询问运营商。',
      'not-registered': '中继没有注册成功（{{detail}}）。请检查用户名和密码。',
    },
  },
  network: {
    title: '网络与防火墙',
    lead: '从本机以及通过公网地址尝试 SIP 和媒体端口。只使用已配置的地址，约需两秒。',
    check: '开始检查',
    again: '再次检查',
    done: '检查于 {{time}}：',
  },
  step: {
    address: '地址',
    stun: '从外部看到的地址',
    'sip-udp': 'SIP（UDP）',
    'sip-tcp': 'SIP（TCP）',
    'sip-tls': 'SIP（TLS）',
    rtp: '媒体端口',
    'public-sip-udp': 'SIP（UDP，公网）',
    'public-sip-tcp': 'SIP（TCP，公网）',
    'public-sip-tls': 'SIP（TLS，公网）',
    'public-rtp': '媒体端口（公网）',
    https: '浏览器话机',
  },
  found: {
    address: {
      ok: '监听 {{host}}，对外告知 {{publicIp}}；本机地址为 {{local}}。',
      loopback:
        '只有本机能连接 Tandem（TANDEM_HOST 为 {{host}}）。要使用其他地方的话机，请把 TANDEM_HOST 设为 0.0.0.0。本机地址为 {{local}}。',
      private: '本机只有私网地址（{{local}}）。同一网络内的话机可用；要连接外部运营商，请把 TANDEM_PUBLIC_IP 设为公网地址。',
      'behind-nat': '您位于 NAT 之后：外部看到 {{seen}}，本机为 {{local}}。请把 TANDEM_PUBLIC_IP 设为 {{seen}}，否则听不到来电者的声音。',
    },
    stun: {
      ok: '{{server}} 看到的地址是 {{seen}}。',
      none: '没有配置 STUN 服务器（TANDEM_STUN），因此未向外部询问。',
      'no-answer': '{{server}} 没有回答（{{why}}）。请在防火墙中放行到它的 UDP，或在 TANDEM_STUN 中换一个。',
      'other-address': '{{server}} 看到的是 {{seen}}，而 TANDEM_PUBLIC_IP 是 {{publicIp}}：其中之一有误，将听不到来电者的声音。',
    },
    'sip-udp': {
      ok: '端口 {{port}} 在 {{ms}} 毫秒内应答。',
      closed: '端口 {{port}} 无人应答（{{why}}）。边缘进程是否在运行？是否被本机防火墙阻挡？',
    },
    'sip-tcp': {
      ok: '端口 {{port}} 在 {{ms}} 毫秒内应答。',
      closed: '端口 {{port}} 无人应答（{{why}}）。边缘进程是否在运行？是否被本机防火墙阻挡？',
    },
    'sip-tls': {
      ok: '端口 {{port}} 在 {{ms}} 毫秒内应答。',
      closed: '端口 {{port}} 无人应答（{{why}}）。边缘进程是否在运行？是否被本机防火墙阻挡？',
      'no-certificate': '未开放：没有配置证书（TANDEM_TLS_CERT）。',
    },
    rtp: {
      ok: '{{from}}-{{to}} 中试了 {{tried}} 个端口，{{usable}} 个可用。',
      'not-bound': '{{from}}-{{to}} 中试了 {{tried}} 个端口，只有 {{usable}} 个可用（{{why}}）。请更换 TANDEM_RTP_PORTS。',
    },
    'public-sip-udp': {
      ok: '通过公网地址在 {{ms}} 毫秒内应答。',
      'no-public': '未尝试：没有设置 TANDEM_PUBLIC_IP。',
      'no-hairpin': '通过公网地址没有应答（{{why}}）。可能端口 {{port}} 没有转发到本机，也可能路由器不把流量送回内网：请从外部尝试。',
    },
    'public-sip-tcp': {
      ok: '通过公网地址在 {{ms}} 毫秒内应答。',
      'no-public': '未尝试：没有设置 TANDEM_PUBLIC_IP。',
      'no-hairpin': '通过公网地址没有应答（{{why}}）。可能端口 {{port}} 没有转发到本机，也可能路由器不把流量送回内网：请从外部尝试。',
    },
    'public-sip-tls': {
      ok: '通过公网地址在 {{ms}} 毫秒内应答。',
      'no-public': '未尝试：没有设置 TANDEM_PUBLIC_IP。',
      'no-hairpin': '通过公网地址没有应答（{{why}}）。可能端口 {{port}} 没有转发到本机，也可能路由器不把流量送回内网：请从外部尝试。',
    },
    'public-rtp': {
      ok: '通过 {{publicIp}} 试了 {{tried}} 个端口，{{reachable}} 个可达。',
      'no-public': '未尝试：没有设置 TANDEM_PUBLIC_IP。',
      'no-hairpin':
        '通过 {{publicIp}} 试了 {{tried}} 个端口，均不可达。请转发整个 TANDEM_RTP_PORTS（UDP），再从外部拨打一次：有些路由器不把流量送回内网。',
      some: '通过 {{publicIp}} 试了 {{tried}} 个端口，只有 {{reachable}} 个可达：请转发整个 TANDEM_RTP_PORTS（UDP），而不是一部分。',
    },
    https: {
      ok: 'HTTPS 已启用：浏览器会开放麦克风。',
      loopback: '明文 HTTP，在本机上浏览器可以接受。',
      plain: '明文 HTTP：在其他机器上浏览器不会开放麦克风。请设置 TANDEM_TLS_CERT 和 TANDEM_TLS_KEY。',
    },
  },
  audio: {
    title: '有一方听不到声音？',
    why: '信令和声音走不同的路。能接通但单方向无声的通话，几乎总是以下原因之一：',
    address: '声音被送到错误的地址：上面的“地址”与“从外部看到的地址”必须一致。',
    ports: '媒体端口没有转发：应把整个 TANDEM_RTP_PORTS（UDP）转发到本机。',
    alg: '路由器“帮忙”改写了 SIP（SIP ALG）：请关闭。',
    browser: '浏览器话机在限制严格的网络中需要 TURN 服务器：TANDEM_TURN。',
    look: '在联络页面，“SIP 消息”显示各方告知的地址：比较 INVITE 和 200 OK 中的 c= 与 m= 行。',
  },
};
