// prompts <- ai (voices, telephone sound), flow (what is shipped, which flows play it), directory (queues' music), the edge's clips.
import { isShipped } from '../../modules/flow/index.ts';
import { createPromptsModule, type Prompts } from '../../modules/prompts/index.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { clock, random } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

const shown = (name: TenantText): string => [...new Set([name.en, name['zh-CN']].filter((text) => text !== undefined))].join(' / ');

export function wirePrompts(platform: Platform, modules: Modules): Prompts {
  const { db, events, blobs, log } = platform;
  return createPromptsModule({
    db,
    log: events,
    blobs,
    clock,
    random,
    tell: log.child('prompts'),
    ports: {
      isShipped,
      toTelephone: (sound) => modules.ai.toTelephone(sound),
      speak: (tenant, text, language) => modules.ai.speech.synthesise({ tenant, text, language }),
      async uses(tenant, key) {
        const [flows, queues] = await Promise.all([modules.flow.playing(tenant, key), modules.directory.queues(tenant)]);
        return [
          ...flows.map(({ id, name }) => ({ path: `/flows/${id}`, message: shown(name) })),
          ...queues.filter((queue) => queue.music === key).map(({ id, name }) => ({ path: `/queues/${id}`, message: shown(name) })),
        ];
      },
      queueMusic: (tenant) => modules.directory.queueMusic(tenant),
      onQueues: (changed) => modules.directory.onChange(changed),
      edge: { keeps: (clip) => modules.edge.keeps(clip), clip: (clip, wav) => modules.edge.clip(clip, wav) },
    },
  });
}
