// Texts of the tone and the notification of alarms in English.
export const alarmSound = {
  switch: 'Sound',
  text: 'A short tone when an alarm is raised or gets worse. While this page is out of sight, your system shows a notification too, if you allow it.',
  blocked: 'Your browser plays no sound yet. Click anywhere on this page once.',
  'notice-warn': 'Warning: {{name}}',
  'notice-alarm': 'Alarm: {{name}}',
};
