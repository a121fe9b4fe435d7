// The inbox over HTTP: list, counts, one message, and what is done with it. Its audio comes from the recording's route.
import { Type } from 'typebox';
import { Voicemail, VoicemailCounts, VoicemailPage, VoicemailQuery } from '@tandem/contract/api/voicemails.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import type { VoicemailAct } from '../core/voicemail.ts';
import type { Interactions } from './interactions.ts';

const params = Type.Object({ id: IdOf('vml') });

export function voicemailRoutes({ voicemails }: Interactions): Route[] {
  const act = (path: string, what: VoicemailAct, summary: string) =>
    route({
      method: 'POST',
      path,
      summary,
      tag: 'voicemails',
      action: 'voicemails:handle',
      errors: what === 'take' ? ['voicemail.not-found', 'voicemail.taken', 'voicemail.done'] : ['voicemail.not-found', 'voicemail.taken'],
      schema: { params, response: Voicemail },
      handle: ({ caller, params: { id }, language }) => voicemails.act(caller, id, what, language),
    });
  return [
    route({
      method: 'GET',
      path: '/voicemails',
      summary: 'Messages in the boxes the caller reaches, newest first',
      tag: 'voicemails',
      action: 'voicemails:read',
      schema: { query: VoicemailQuery, response: VoicemailPage },
      handle: ({ caller, query, language }) => voicemails.list(caller, query, language),
    }),
    route({
      method: 'GET',
      path: '/voicemails/counts',
      summary: 'How many messages wait, and how many the caller has taken',
      tag: 'voicemails',
      action: 'voicemails:read',
      schema: { response: VoicemailCounts },
      handle: ({ caller }) => voicemails.counts(caller),
    }),
    route({
      method: 'GET',
      path: '/voicemails/:id',
      summary: 'One message',
      tag: 'voicemails',
      action: 'voicemails:read',
      errors: ['voicemail.not-found'],
      schema: { params, response: Voicemail },
      handle: ({ caller, params: { id }, language }) => voicemails.one(caller, id, language),
    }),
    act('/voicemails/:id/take', 'take', 'Takes it: colleagues see who sees to it'),
    act('/voicemails/:id/done', 'done', 'It has been seen to'),
    act('/voicemails/:id/reopen', 'reopen', 'Puts it back into the box, for anybody'),
  ] as Route[];
}
