// What the operator's screens say in English: health of the installation, the network check, SIP messages of a contact.
export const system = {
  title: 'System',
  group: 'Operation',
  health: 'Health',
  about: 'Version {{version}}, running for {{age}}. Looked at {{time}}.',
  days_one: '{{count}} day',
  days_other: '{{count}} days',
  verdict: { ok: 'Good', warn: 'Look at it', bad: 'Act now', off: 'Not used' },
  disk: { data: 'Data', blobs: 'Recordings and files' },
  check: {
    supervisor: 'Supervisor',
    server: 'Server',
    edge: 'Edge',
    database: 'Database',
    disk: 'Disk',
    log: 'Event log',
    reader: 'Log reader',
    jobs: 'Background jobs',
    certificate: 'Certificate',
    backup: 'Backup',
    reports: 'Reports',
    trunk: 'Trunk',
  },
  figures: {
    supervisor: 'Process {{pid}}, running for {{uptimeMs}}, {{rssBytes}} of memory, event loop late by {{loopP99Ms}} ms at most (99 %)',
    server: 'Process {{pid}}, running for {{uptimeMs}}, {{rssBytes}} of memory, event loop late by {{loopP99Ms}} ms at most (99 %)',
    edge: 'Process {{pid}}, running for {{uptimeMs}}, {{rssBytes}} of memory, event loop late by {{loopP99Ms}} ms at most (99 %)',
    database:
      'PostgreSQL {{version}} since {{startedAt}}, {{bytes}} of data, {{memoryBytes}} of memory, {{connections}} of {{mostConnections}} connections',
    disk: '{{freeBytes}} of {{totalBytes}} free',
    log: '{{head}} events in {{months}} monthly partitions, {{waiting}} waiting for their number',
    reader: '{{lagEvents}} events behind, last moved {{sinceMs}} ago',
    jobs: '{{failed}} failed in the last day, {{overdue}} overdue',
    certificate: 'For {{names}}, until {{validTo}} ({{daysLeft}} days left)',
    backup: 'Last made {{at}}, {{bytes}}',
    reports: 'Being recomputed: {{done}} of {{days}} days',
    trunk: 'Answers in {{rttMs}} ms',
  },
  todo: {
    supervisor: {
      'not-supervised': 'Nobody restarts these processes: they were started apart. Let your service manager watch each.',
      'loop-late': 'This process is short of processor time. See what else runs on the machine.',
    },
    server: {
      'loop-late': 'Screens and routing wait. See what else runs on the machine, or give it more processors.',
      restarted: 'It ended by itself and was started again ({{starts}} starts). Look for "child ended" in the log.',
    },
    edge: {
      away: 'Calls cannot be controlled. Look for the reason in the log; the supervisor starts it again by itself.',
      overloaded:
        'The server takes new calls too late, so new calls from trunks are refused for the moment ({{turnedAway}} since the start). Those in progress go on. See what else runs on the machine, or give it more processors.',
      'loop-late': 'Calls may stutter. See what else runs on the machine, or give it more processors.',
      restarted:
        'It ended by itself and was started again ({{starts}} starts); its calls ended with it. Look for "child ended" in the log.',
    },
    database: {
      away: 'It does not answer. Calls go on, but nobody can sign in. Look for "database" in the log and check that its disk has room.',
      connections: 'Nearly all connections are taken. Raise max_connections, or find who else uses this database.',
    },
    disk: {
      low: 'Free some space, keep recordings for a shorter time, or move them to a larger disk.',
      critical: 'New calls are not recorded. Free some space now.',
    },
    log: {
      'not-numbered':
        'Committed events have waited for {{oldestWaitingMs}}. Screens stand still until the database has taken them; look for "eventlog" in the log.',
    },
    reader: {
      stopped: 'It gave up on an event, and what it makes is out of date. Its name and the event are in the log; report this fault.',
      behind: 'What it makes is out of date for now. It catches up by itself unless the database is overloaded.',
    },
    jobs: {
      away: 'They have not started. Look for "jobs" in the log.',
      overdue: 'Jobs should have begun ten minutes ago ({{names}}). Look for "jobs" in the log.',
      failed: 'Look in the log why: {{names}}. They come again with their next time.',
    },
    certificate: {
      plain:
        'HTTPS is off. Away from this machine browsers give no microphone on plain HTTP: set TANDEM_TLS_CERT and TANDEM_TLS_KEY, or put a proxy with HTTPS in front.',
      ended: 'Browsers refuse it. Renew it: the new files are taken without a restart.',
      files: 'The files have changed and do not fit: {{problem}}',
      'ends-soon': 'Renew it: the new files are taken within seconds, without a restart.',
    },
    backup: {
      none: 'No backup was made from here. Run "npm run db -- backup FILE" every night, and copy the master key elsewhere.',
      old: 'The last backup is old. See why the nightly one is not made.',
    },
    reports: {
      recomputing:
        'This version counts differently, so figures of earlier days are made anew in the background, the newest days first. Nothing is to be done; calls are not affected.',
    },
    trunk: {
      unknown: 'Nothing was heard of it, as the edge is away.',
      silent: 'It does not answer ({{detail}}). Check its address, your firewall, and ask the provider.',
      'not-registered': 'It is not registered ({{detail}}). Check user name and password.',
    },
  },
  network: {
    title: 'Network and firewall',
    lead: 'Tries the SIP and media ports from this machine and by the public address. It uses configured addresses only and takes two seconds.',
    check: 'Check now',
    again: 'Check again',
    done: 'Checked {{time}}:',
  },
  step: {
    address: 'Addresses',
    stun: 'Seen from outside',
    'sip-udp': 'SIP over UDP',
    'sip-tcp': 'SIP over TCP',
    'sip-tls': 'SIP over TLS',
    rtp: 'Media ports',
    'public-sip-udp': 'SIP over UDP, public',
    'public-sip-tcp': 'SIP over TCP, public',
    'public-sip-tls': 'SIP over TLS, public',
    'public-rtp': 'Media ports, public',
    https: 'Browser phones',
  },
  found: {
    address: {
      ok: 'Listening on {{host}}, told to others as {{publicIp}}; this machine has {{local}}.',
      loopback:
        'Only this machine can reach Tandem (TANDEM_HOST is {{host}}). For phones elsewhere set TANDEM_HOST to 0.0.0.0. This machine has {{local}}.',
      private:
        'This machine has private addresses only ({{local}}). Phones of the same network work; for a provider outside set TANDEM_PUBLIC_IP to your public address.',
      'behind-nat':
        'You are behind NAT: outside you are {{seen}}, here {{local}}. Set TANDEM_PUBLIC_IP to {{seen}}, or callers will not be heard.',
    },
    stun: {
      ok: '{{server}} sees you as {{seen}}.',
      none: 'No STUN server is configured (TANDEM_STUN), so nobody outside was asked.',
      'no-answer': '{{server}} gave no answer ({{why}}). Let UDP to it through your firewall, or name another in TANDEM_STUN.',
      'other-address':
        '{{server}} sees you as {{seen}}, but TANDEM_PUBLIC_IP says {{publicIp}}: one of them is wrong, and callers will not be heard.',
    },
    'sip-udp': {
      ok: 'Answers on port {{port}} in {{ms}} ms.',
      closed: 'Nobody answers on port {{port}} ({{why}}). Is the edge running, or does a firewall of this machine stand between?',
    },
    'sip-tcp': {
      ok: 'Answers on port {{port}} in {{ms}} ms.',
      closed: 'Nobody answers on port {{port}} ({{why}}). Is the edge running, or does a firewall of this machine stand between?',
    },
    'sip-tls': {
      ok: 'Answers on port {{port}} in {{ms}} ms.',
      closed: 'Nobody answers on port {{port}} ({{why}}). Is the edge running, or does a firewall of this machine stand between?',
      'no-certificate': 'Closed: there is no certificate (TANDEM_TLS_CERT).',
    },
    rtp: {
      ok: '{{usable}} of {{tried}} ports tried out of {{from}}-{{to}} can be used.',
      'not-bound':
        'Only {{usable}} of {{tried}} ports tried out of {{from}}-{{to}} can be used ({{why}}). Choose another TANDEM_RTP_PORTS.',
    },
    'public-sip-udp': {
      ok: 'Answers by the public address in {{ms}} ms.',
      'no-public': 'Not tried: TANDEM_PUBLIC_IP is not set.',
      'no-hairpin':
        'No answer by the public address ({{why}}). Either port {{port}} is not forwarded to this machine, or your router leads nothing back to its own network: try from outside.',
    },
    'public-sip-tcp': {
      ok: 'Answers by the public address in {{ms}} ms.',
      'no-public': 'Not tried: TANDEM_PUBLIC_IP is not set.',
      'no-hairpin':
        'No answer by the public address ({{why}}). Either port {{port}} is not forwarded to this machine, or your router leads nothing back to its own network: try from outside.',
    },
    'public-sip-tls': {
      ok: 'Answers by the public address in {{ms}} ms.',
      'no-public': 'Not tried: TANDEM_PUBLIC_IP is not set.',
      'no-hairpin':
        'No answer by the public address ({{why}}). Either port {{port}} is not forwarded to this machine, or your router leads nothing back to its own network: try from outside.',
    },
    'public-rtp': {
      ok: '{{reachable}} of {{tried}} ports tried are reached by {{publicIp}}.',
      'no-public': 'Not tried: TANDEM_PUBLIC_IP is not set.',
      'no-hairpin':
        'None of {{tried}} ports was reached by {{publicIp}}. Forward the whole of TANDEM_RTP_PORTS (UDP), then try a call from outside: some routers lead nothing back to their own network.',
      some: 'Only {{reachable}} of {{tried}} ports were reached by {{publicIp}}: forward the whole of TANDEM_RTP_PORTS (UDP), not a part.',
    },
    https: {
      ok: 'HTTPS is on: browsers give the microphone.',
      loopback: 'Plain HTTP, which browsers accept on this machine.',
      plain: 'Plain HTTP: browsers give no microphone away from this machine. Set TANDEM_TLS_CERT and TANDEM_TLS_KEY.',
    },
  },
  audio: {
    title: 'One side hears nothing?',
    why: 'Signalling and sound go separate ways. A call that rings and is silent in one direction has nearly always one of these causes:',
    address: 'The sound is sent to a wrong address: "Addresses" and "Seen from outside" above must agree.',
    ports: 'The media ports are not forwarded: all of TANDEM_RTP_PORTS, UDP, to this machine.',
    alg: 'A router "helps" and rewrites SIP (SIP ALG): switch it off.',
    browser: 'A browser phone in a strict network needs a TURN server: TANDEM_TURN.',
    look: 'In the contact, "SIP messages" shows which address each side named: compare the c= and m= lines of INVITE and 200 OK.',
  },
};
