import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMBED_ERRORS, readEmbedCommand } from './embed.ts';

const contact = 'int_0193f0a0-0000-7000-8000-000000000001';

describe('what a page says to the desk in its frame', () => {
  test.each([
    { type: 'dial', number: '+86 138 0013 8000' },
    { type: 'answer' },
    { type: 'hangup' },
    { type: 'hold', on: true },
    { type: 'openContact', contact },
    { type: 'setPresence', presence: 'away' },
    { type: 'setPresence', presence: 'available', reason: null, onQueue: false },
  ])('$type is read as it was meant', (body) => {
    const command = { tandem: 1, id: 'a', ...body };
    expect(readEmbedCommand(command)).toEqual({ ok: true, command });
    // A field of a later version does no harm, and is not handed on.
    expect(readEmbedCommand({ ...command, later: 1 })).toEqual({ ok: true, command });
  });

  test.each([
    [{ tandem: 1, id: 'a', type: 'dial' }, 'bad-message'],
    [{ tandem: 1, id: 'a', type: 'dial', number: ' ' }, 'bad-message'],
    [{ tandem: 1, id: 'a', type: 'dial', number: '1'.repeat(201) }, 'bad-message'],
    [{ tandem: 1, id: 'a', type: 'hold' }, 'bad-message'],
    [{ tandem: 1, id: 'a', type: 'openContact', contact: '../settings' }, 'bad-message'],
    [{ tandem: 1, id: 'a', type: 'setPresence', presence: 'asleep' }, 'bad-message'],
    [{ tandem: 1, id: 'a', type: 'setPresence', presence: 'away', onQueue: 'yes' }, 'bad-message'],
    [{ tandem: 1, id: 'a', type: 'shout' }, 'unknown-command'],
    [{ tandem: 2, id: 'a', type: 'answer' }, 'unknown-version'],
  ])('%j is told to be %s', (message, error) => expect(readEmbedCommand(message)).toEqual({ ok: false, id: 'a', error }));

  test('without an id there is nothing to answer to, and it is said so', () => {
    expect(readEmbedCommand({ tandem: 1, type: 'answer' })).toEqual({ ok: false, id: '', error: 'bad-message' });
  });

  test('what is no message of ours is passed over: pages and their tools send each other all kinds of things', () => {
    for (const each of [null, undefined, 7, 'tandem', { source: 'react-devtools' }, []]) expect(readEmbedCommand(each)).toBeNull();
  });

  test.each(['en', 'zh-CN'])('every way it can fail stands in the guide (%s)', (language) => {
    const guide = readFileSync(new URL(`../../../docs/guides/embed.${language}.md`, import.meta.url), 'utf8');
    expect(EMBED_ERRORS.filter((code) => !guide.includes(`| \`${code}\``))).toEqual([]);
  });

  test('whatever comes, it is read without a throw and never as a command that lacks its parts', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (body, type) => {
        const message = typeof body === 'object' && body !== null ? { ...body, tandem: 1, id: 'x', type } : body;
        const read = readEmbedCommand(message);
        if (read?.ok && read.command.type === 'dial') expect(read.command.number.trim()).not.toBe('');
      }),
    );
  });
});
