// What events of the log mean in English, one sentence each.
export const events = {
  interaction: {
    started: {
      inbound: 'The customer called {{number}}.',
      outbound: 'A call to the customer was started from {{number}}.',
      internal: 'An internal call to {{number}} was started.',
      chat: 'The customer began a chat.',
    },
    ended: '{{by}} ended the contact {{stage}}: {{cause}}.',
    'wrapped-up': {
      resolved: '{{agent}} wrapped up: {{disposition}}, resolved.',
      unresolved: '{{agent}} wrapped up: {{disposition}}, not resolved.',
    },
    'customer-changed': 'The contact was given to another customer.',
  },
  call: {
    arrived: { device: 'The call came from a phone of ours.', trunk: 'The call came in from outside.' },
    dialled: { agent: 'The phone of {{agent}} is being called.', other: 'Another number is being called.' },
    ringing: 'It rings at {{party}}.',
    answered: 'Connected to {{party}}.',
    bridged: { agent: '{{agent}} and the customer are talking.', other: 'The parties are connected.' },
    held: '{{by}} put the call on hold.',
    resumed: '{{by}} took the call off hold.',
    consulted: '{{by}} is asking {{target}}; the customer waits.',
    conferenced: '{{by}} brought everybody together in one conversation.',
    monitored: {
      listen: '{{by}} is listening to {{agent}}.',
      whisper: '{{by}} is whispering to {{agent}}; the customer does not hear it.',
      barge: '{{by}} joined {{agent}} and the customer.',
    },
    'monitor-ended': '{{by}} left the call again.',
    'taken-over': '{{by}} took the customer over from {{agent}}.',
    carried: '{{agent}} went on with another phone.',
    'quality-alarm': 'The call sounds badly: MOS {{mos}}, below {{limit}}.',
    'quality-restored': 'The call sounds well again.',
    parked: '{{by}} parked the customer at {{place}}.',
    unparked: {
      fetched: '{{by}} fetched the customer from {{place}}.',
      'timed-out': 'Nobody fetched the customer from {{place}} in time.',
      left: 'The customer hung up while parked at {{place}}.',
    },
    transferred: {
      accepted: '{{by}} transferred the call to {{target}}.',
      refused: '{{by}} tried to transfer the call to {{target}}, which did not work.',
    },
    'leg-ended': 'The connection to {{party}} ended: {{cause}}.',
  },
  recording: {
    started: 'The recording started.',
    sealed: { whole: 'The recording was saved ({{duration}}).', cut: 'The recording was cut short; {{duration}} were saved.' },
    lost: 'The recording was lost: {{reason}}.',
    erased: 'The recording was erased: {{reason}}.',
    marked: 'A mark was put into the recording at {{at}}.',
    'mark-changed': 'The mark at {{at}} of the recording was changed.',
    'mark-removed': 'The mark at {{at}} of the recording was removed.',
  },
  flow: {
    started: 'The menu began (version {{version}}).',
    'node-entered': {
      planned: 'The menu came to the step "{{node}}".',
      otherwise: 'The menu came to the step "{{node}}", and not as planned: {{detail}}.',
    },
    ended: {
      'hung-up': 'The menu ended the call.',
      transferred: 'The menu passed the call on.',
      assigned: 'The menu handed over to an agent.',
      'customer-left': 'The customer hung up in the menu.',
      failed: 'The menu failed.',
    },
    published: 'Version {{version}} of the flow was published.',
  },
  worker: { 'handed-over': '{{agent}} handed over.', done: '{{agent}} was done.' },
  work: {
    queued: { call: 'The customer began to wait in {{queue}}.', callback: 'A call-back to the customer stands in the line of {{queue}}.' },
    due: 'The time of the call-back has come: it stands in the line of {{queue}}.',
    offered: {
      plain: 'Offered to {{agent}} after {{waited}} of waiting; {{eligible}} could have taken it.',
      matched:
        'Offered to {{agent}} after {{waited}} of waiting; {{eligible}} could have taken it. Predicted {{predicted}} against {{average}} on average.',
      'held-out':
        'Offered to {{agent}} after {{waited}} of waiting; {{eligible}} could have taken it. Held out of matching for comparison: by longest idle.',
    },
    'offer-ended': {
      declined: '{{agent}} declined.',
      'no-answer': '{{agent}} did not answer.',
      unreachable: 'The phone of {{agent}} could not be reached.',
      withdrawn: 'The offer to {{agent}} was withdrawn.',
      taken: '{{agent}} stopped ringing: {{by}} was quicker.',
    },
    assigned: '{{agent}} took the contact after {{waited}} of waiting.',
    abandoned: {
      queue: 'The customer gave up in {{queue}} after {{waited}}.',
      ring: 'The customer gave up while an agent was being rung, after {{waited}}.',
    },
    removed: {
      'timed-out': 'The wait in {{queue}} was ended after {{waited}}: too long.',
      moved: 'Moved on from {{queue}} after {{waited}}.',
      system: 'The system took the contact out of {{queue}} after {{waited}}.',
      callback: 'After {{waited}} in {{queue}} the customer chose to be called back.',
    },
    moved: {
      line: 'A supervisor moved the contact: it waits in {{queue}}, priority {{priority}} (why: {{note}}).',
      kept: 'A supervisor keeps the contact in {{queue}} for {{agent}}, priority {{priority}} (why: {{note}}).',
    },
    released: {
      ended: '{{agent}} finished talking; wrap-up began.',
      transferred: '{{agent}} passed the contact on.',
      system: 'The system released {{agent}} from the contact.',
    },
    'wrap-up-extended': '{{agent}} took more time to wrap up.',
    completed: {
      done: '{{agent}} finished the wrap-up.',
      'timed-out': 'The time for the wrap-up of {{agent}} ran out.',
      none: '{{agent}} is free again.',
    },
  },
  callback: {
    requested: { now: 'The customer asked to be called back.', later: 'The customer asked to be called back later.' },
    attempted: {
      reached: 'Call-back, attempt {{attempt}}: the customer was reached.',
      'no-answer': 'Call-back, attempt {{attempt}}: nobody answered.',
      busy: 'Call-back, attempt {{attempt}}: the line was busy.',
      failed: 'Call-back, attempt {{attempt}}: the call did not go through.',
      'not-served': 'Call-back, attempt {{attempt}}: the customer was there, and no agent came in time.',
      left: 'Call-back, attempt {{attempt}}: the customer hung up before an agent came.',
    },
    'given-up': {
      attempts: 'The call-back was given up: no attempt is left.',
      expired: 'The call-back was given up: it is too old.',
    },
  },
  voicemail: {
    left: 'The customer left a message ({{duration}}).',
    changed: { new: 'The message was put back into the inbox.', taken: 'The message was taken on.', done: 'The message was dealt with.' },
  },
  agent: { occupied: { busy: '{{agent}} is on a call of their own.', free: '{{agent}} has finished a call of their own.' } },
  presence: { changed: '{{agent}} is now {{presence}}.' },
  customer: {
    created: { known: 'The customer was added.', unknown: 'The caller was not known and was added.' },
    merged: 'A caller turned out to be this customer.',
    parted: 'A caller turned out not to be this customer after all.',
    changed: 'The customer’s profile was changed.',
    erased: 'The customer’s personal data was erased.',
  },
  matter: {
    opened: 'A matter was opened.',
    changed: { open: 'The matter was changed.', closed: 'The matter was closed.' },
    removed: 'A matter was removed.',
    linked: { on: 'The contact was linked with a matter.', off: 'The contact was taken out of a matter.' },
  },
  matching: {
    applied: {
      off: 'Matching by prediction was switched off.',
      learning: 'Matching by prediction is learning.',
      matching: 'Matching by prediction has new predictions.',
      'fallen-back': 'Matching by prediction did harm and fell back to longest idle.',
    },
  },
  message: {
    received: 'The customer wrote.',
    sent: { agent: '{{agent}} wrote to the customer.', system: 'The customer was written to.' },
    noted: '{{agent}} left a note for colleagues.',
    read: { customer: 'The customer read what was written.', agent: 'What the customer wrote was read.' },
  },
  lane: {
    proposed: 'A surge of contacts: an emergency lane was proposed.',
    opened: 'An emergency lane was opened.',
    closed: { closed: 'An emergency lane was closed.', dismissed: 'An emergency lane that was proposed was left closed.' },
    entered: { way: 'Came through the emergency lane “{{tag}}”.', waiting: 'Was waiting when the emergency lane “{{tag}}” was opened.' },
  },
  config: { changed: 'The settings of {{kind}} were changed.' },
  kpi: {
    'alarm-raised': { warn: 'A figure of the floor crossed its warning limit.', alarm: 'A figure of the floor crossed its alarm limit.' },
    'alarm-acknowledged': 'Somebody takes care of an alarm.',
    'alarm-cleared': { back: 'A figure of the floor is within its limit again.', changed: 'An alarm ended, as its limit was changed.' },
  },
  alert: {
    raised: { warn: 'Something on the floor wants an eye.', alarm: 'Something on the floor needs a supervisor.' },
    cleared: 'What needed a supervisor is over.',
    taken: 'Somebody takes care of an alert.',
  },
  storage: {
    changed: {
      ok: 'There is room on the disk again.',
      low: 'A disk is getting full.',
      critical: 'A disk is nearly full: new calls are not recorded.',
    },
  },
  other: 'Something happened that this version cannot put in words ({{type}}).',
};
