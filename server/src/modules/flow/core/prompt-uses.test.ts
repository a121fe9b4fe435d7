// Which graphs play a prompt, also those that name it by a variable or are no proper graphs yet.
import { describe, expect, it } from 'vitest';
import { straightToQueue } from './demo/simple.ts';
import { playsPrompt } from './prompt-uses.ts';

const QUEUE = 'que_01990000-0000-7000-8000-000000000001';

describe('who plays a prompt', () => {
  it.each([
    [{ nodes: { a: { type: 'play', say: [{ prompt: 'our-welcome' }] } } }, true],
    [{ nodes: { a: { type: 'play', say: [{ text: { en: 'Hello' }, or: 'our-welcome' }] } } }, true],
    [{ nodes: { a: { type: 'queue', comfort: { say: [{ prompt: 'our-{{greeting}}' }] } } } }, true],
    [{ nodes: { a: { type: 'music', music: 'our-welcome' } } }, true],
    [{ nodes: { a: { type: 'play', say: [{ prompt: 'our-welcome-2' }, { prompt: 'their-{{greeting}}' }] } } }, false],
    [{ nodes: { a: { type: 'play', title: { en: 'our-welcome' } } } }, false],
    [straightToQueue(QUEUE), false],
    ['our-welcome', false],
    [null, false],
  ])('%j', (graph, plays) => expect(playsPrompt(graph, 'our-welcome')).toBe(plays));
});
