// Whether something can be said to callers of a tenant, outside a flow.
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { LANGUAGES } from '@tandem/contract/texts.ts';
import { SHIPPED_PROMPTS } from '../core/demo/prompts.ts';
import { spokenText } from '../core/say.ts';
import type { FlowPorts } from '../ports.ts';

export function createSayable({ ports }: { ports: Pick<FlowPorts, 'prompts' | 'speech'> }) {
  return {
    /** The first prompt that is not there, or the language without a voice that a text needs; null where all of it can be said. */
    async cannotSay(tenant: TenantId, say: Say): Promise<string | null> {
      const prompts = new Set([...SHIPPED_PROMPTS, ...(await ports.prompts.names(tenant)).prompts]);
      for (const item of say) {
        const named = 'prompt' in item ? item.prompt : 'or' in item ? item.or : undefined;
        if (named !== undefined && !prompts.has(named)) return named;
        if (!('text' in item) || item.or !== undefined) continue;
        for (const language of new Set(LANGUAGES.flatMap((each) => spokenText(item.text, each)?.language ?? [])))
          if (!(await ports.speech.available(language)).ok) return language;
      }
      return null;
    },
  };
}
