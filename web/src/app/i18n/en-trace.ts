// What a call's SIP ladder says in English.
export const trace = {
  title: 'SIP messages',
  lead: 'Who sent what to whom, with the events of the log in one order of time. Each look is written to the audit trail.',
  show: 'Show',
  again: 'Read again',
  events: 'Events of the log',
  text: 'Text',
  pcapng: 'For Wireshark',
  time: 'Time',
  off: 'No SIP messages are kept (TANDEM_SIP_TRACE_DAYS is 0).',
  none_one: 'No SIP messages are kept of this contact: they go after {{count}} day, and with their customer.',
  none_other: 'No SIP messages are kept of this contact: they go after {{count}} days, and with their customer.',
  left_one: '{{count}} message more was not kept, as a leg had its share.',
  left_other: '{{count}} messages more were not kept, as a leg had its share.',
  unreadable: 'Not readable',
  'sent-again': 'again',
  way: 'From {{from}} to {{to}}:',
};
