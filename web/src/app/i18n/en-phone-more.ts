// The words of calls that follow their agent from phone to phone, answer themselves, or sound badly, in English.
export const phoneMore = {
  queue: {
    auto: 'Answer automatically',
    'auto-text': 'The agent’s phone answers by itself, and the agent hears a tone first. Desk phones must allow it.',
  },
  devices: {
    title: 'Ring as well',
    text: 'These phones ring along with this browser. Answer wherever you are.',
  },
  carry: {
    to: 'Go on with which phone?',
    text: 'It rings, and when you answer it there the call goes on there. Until then you talk here.',
    browser: 'This browser or another one',
    phone: 'Desk phone {{name}}',
    none: 'You have no other phone. A browser has to be switched on as your phone first.',
    rings: 'Your other phone rings',
    missed: 'The other phone was not answered. The call is still here.',
  },
  poor: 'Bad sound',
  'poor-text': 'This call has sounded badly for a while: a poor network, or a poor line of the other side.',
  redial: 'Dial {{number}} again',
};
