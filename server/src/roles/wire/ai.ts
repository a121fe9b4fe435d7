// ai <- nothing. flow's voice <- ai (speech from text), the edge (which keeps it until it is played).
import { createHash } from 'node:crypto';
import { createAi, type Ai } from '../../modules/ai/index.ts';
import type { FlowPorts } from '../../modules/flow/index.ts';
import { AppError } from '../../platform/errors/types.ts';
import type { Modules, Platform } from './modules.ts';

export function wireAi({ log, telemetry }: Platform): Ai {
  return createAi({ log: log.child('ai'), metrics: telemetry });
}

export function flowSpeech(modules: Pick<Modules, 'ai' | 'edge'>): FlowPorts['speech'] {
  return {
    available: (language) => modules.ai.speech.available(language),
    async clip(tenant, text, language) {
      const { wav } = await modules.ai.speech.synthesise({ tenant, text, language });
      const clip = createHash('sha256').update(wav).digest('hex');
      // Told each time: the edge may have dropped it for room, or be another one since.
      await modules.edge.clip(clip, wav).catch((error: unknown) => {
        throw new AppError('speech.failed', { reason: 'the edge did not take it' }, { cause: error });
      });
      return { kind: 'clip', clip };
    },
  };
}
