// Who may do what with a message: taken by one, seen to by the one who has it; who reaches beyond his own boxes may step in.
import type { VoicemailState } from '@tandem/contract/api/voicemails.ts';
import type { UserId } from '@tandem/contract/ids.ts';
import { no, ok, type Result } from '../../../kernel/result.ts';

export type Standing = { state: VoicemailState; by: UserId | null };
export type VoicemailAct = 'take' | 'done' | 'reopen';

/** What becomes of it; the same object where the act changes nothing. `overOthers`: he may take it out of a colleague's hands. */
export function actOn(now: Standing, act: VoicemailAct, who: { user: UserId; overOthers: boolean }): Result<Standing> {
  if (now.state === 'taken' && now.by !== who.user && !who.overOthers) return no('voicemail.taken');
  switch (act) {
    case 'take':
      if (now.state === 'done') return no('voicemail.done');
      return ok(now.state === 'taken' && now.by === who.user ? now : { state: 'taken', by: who.user });
    case 'done':
      return ok(now.state === 'done' ? now : { state: 'done', by: who.user });
    case 'reopen':
      return ok(now.state === 'new' ? now : { state: 'new', by: null });
  }
}
