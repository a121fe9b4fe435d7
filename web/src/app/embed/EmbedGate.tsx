// Before the desk in a frame is shown: is somebody signed in, is he an agent, and may the page around it hold it.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bearer } from '../../api/bearer.ts';
import { useApi } from '../../api/context.tsx';
import { embeddingQuery } from '../../api/embedding.ts';
import { errorWords } from '../../api/problem.ts';
import { sessionQuery } from '../../api/session.ts';
import { Failed } from '../../ui/Failed.tsx';
import { Message } from '../../ui/Message.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { EmbedShell } from './EmbedShell.tsx';
import { EmbedSignIn } from './EmbedSignIn.tsx';
import { frameNow, mayHold } from './frame.ts';

export function EmbedGate({ bearer, tenant }: { bearer: Bearer; tenant: string | null }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const session = useQuery(sessionQuery(api));
  const user = session.data ?? null;
  const ready = user !== null && !user.mustEnrol;
  const embedding = useQuery({ ...embeddingQuery(api), enabled: ready, staleTime: Infinity });
  const failed = session.error ?? embedding.error;
  if (failed) {
    const again = (): void => void Promise.all([session.refetch(), ready ? embedding.refetch() : null]);
    return <Failed title={t('embed.failed')} words={errorWords(failed)} retry={again} />;
  }
  if (session.isPending || (ready && embedding.isPending)) return <Skeletons label={t('common.loading')} rows={6} />;
  if (!ready) return <EmbedSignIn bearer={bearer} />;
  if (user.agent === null) return <Message icon="headset" title={t('embed.no-agent')} text={t('embed.no-agent-text')} />;
  if (!embedding.data || !mayHold(frameNow(), tenant, embedding.data))
    return <Message icon="alert" title={t('embed.not-here')} text={t('embed.not-here-text')} />;
  return <EmbedShell origins={embedding.data.origins} />;
}
