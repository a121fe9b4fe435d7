// Texts of what a supervisor sees of his agents' contacts, and of taking alarms, in English.
export const room = {
  phase: { calling: 'Calling', held: 'On hold', consulting: 'Consulting', conference: 'Conference' },
  other: 'with {{name}}',
  unnamed: 'Erased customer',
  browser: 'Browser',
  'desk-phone': 'Phone {{name}}',
  'contact-since': 'Length of the contact so far',
  sound: 'A talk sounds badly',
  'to-contact': 'To the contact',
  take: 'Take',
  'take-of': 'Take care of: {{name}}',
  note: 'Note (optional)',
  taken: '{{name}} takes care, {{time}}',
  machine: 'A program',
};
