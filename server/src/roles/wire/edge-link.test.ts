// The order in which an edge hears what a core that has just begun says to it.
import { expect, it } from 'vitest';
import type { EdgeCommand } from '@tandem/contract/edge.ts';
import { EDGE_PORT } from '@tandem/contract/ports/edge.ts';
import { createLocalTransport } from '../../platform/bus/local.ts';
import { silentLog } from '../../platform/lifecycle/types.ts';
import type { Log } from '../../platform/log/log.ts';
import { linkEdge } from './edge-link.ts';

const play = (name: string): EdgeCommand => ({
  do: 'play',
  leg: 'leg_01a205c6-15b0-77c0-87e8-719e72a2573e',
  play: name,
  items: [{ kind: 'silence', ms: 20 }],
  loop: false,
});

async function edge() {
  const transport = createLocalTransport();
  const heard: string[] = [];
  const directory = Promise.withResolvers<void>();
  await transport.serve(EDGE_PORT, {
    command: async (command) => (heard.push('play' in command ? command.play : command.do), null),
    directory: async () => (heard.push('directory'), await directory.promise, null),
    attach: async () => ({ legs: [], devices: [], sipPort: 5060 }),
    clip: async () => null,
    keeps: async () => true,
    acknowledge: async () => null,
    stats: async () => ({}),
    traces: async () => ({ traces: [] }),
    tracesOf: async () => ({ traces: [] }),
  });
  const link = linkEdge({
    transport,
    log: silentLog as Log,
    directory: async () => ({ trunks: [], devices: [] }),
    report: () => {},
    audio: () => {},
    finish: () => link.command(play('left undone')),
    attached: async () => {},
    legs: () => [],
    vanished: async () => {},
  });
  return { link, heard, directory };
}

it('hears commands of one leg in the order they were given, whether before, while or after it is connected', async () => {
  const { link, heard, directory } = await edge();
  await link.command(play('before'));
  link.connect();
  await expect.poll(() => heard).toEqual(['directory']);
  // Connected, and not told of its directory yet: this one must not pass the one before.
  const given = link.command(play('while'));
  directory.resolve();
  await given;
  await expect.poll(() => link.connected()).toBe(true);
  await link.command(play('after'));
  expect(heard).toEqual(['directory', 'before', 'while', 'left undone', 'after']);
  await link.close();
});
