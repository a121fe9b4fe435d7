// The window that a frame opened to sign in: gives it a session of its own, and closes.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { openEmbeddedSession } from '../../api/embedding.ts';
import { errorWords } from '../../api/problem.ts';
import { Message } from '../../ui/Message.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import type { HandedOver } from './hand-over.ts';

export function HandOver(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const [state, setState] = useState<'busy' | 'alone' | { error: unknown }>('busy');
  const begun = useRef(false);
  useEffect(() => {
    // A session is opened once, however often the page is drawn.
    if (begun.current) return;
    begun.current = true;
    const frame = window.opener as Window | null;
    if (frame === null) return setState('alone');
    openEmbeddedSession(api).then(
      ({ token }) => {
        frame.postMessage({ kind: 'tandem.session', token } satisfies HandedOver, window.location.origin);
        window.close();
      },
      (error: unknown) => setState({ error }),
    );
  }, [api]);
  if (state === 'busy') return <Skeletons label={t('common.loading')} rows={3} />;
  if (state === 'alone') return <Message icon="alert" title={t('embed.alone')} text={t('embed.alone-text')} />;
  const words = errorWords(state.error);
  return <Message error icon="alert" title={t('embed.failed')} text={words.detail ?? t(words.key)} reference={words.reference} />;
}
