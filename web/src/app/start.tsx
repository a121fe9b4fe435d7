// Puts the app together: texts, API client, query cache, clock, router; then shows it.
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { isEmbedded, keptBearer, NO_BEARER } from '../api/bearer.ts';
import { createApi } from '../api/client.ts';
import { ApiProvider } from '../api/context.tsx';
import { HistoryPanelContext } from '../api/history-panel.tsx';
import { ApiError } from '../api/problem.ts';
import { SESSION_KEY } from '../api/session.ts';
import { createServerClock } from '../live/clock.ts';
import { currentLanguage, startTexts } from './i18n/start.ts';
import { createAppRouter } from './router.tsx';
import { SessionGate } from './SessionGate.tsx';
import './styles.ts';
import { theme } from './theme.ts';

/** Forms of other areas show it too; drawn by the settings, loaded where one is opened. */
const HistoryPanel = lazy(async () => ({ default: (await import('../admin/history/HistoryPanel.tsx')).HistoryPanel }));

/** A request that got no answer or a broken one is tried again; a refusal is an answer. */
function shouldRetry(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

export async function startApp(root: HTMLElement): Promise<void> {
  const queries = new QueryClient({
    defaultOptions: {
      // `always`: an intranet works where the browser believes it is off line.
      queries: { retry: shouldRetry, networkMode: 'always', refetchOnWindowFocus: false, staleTime: 5_000 },
      mutations: { networkMode: 'always' },
    },
  });
  const clock = createServerClock(Date.now);
  const embedded = isEmbedded(window.location.pathname);
  const bearer = embedded ? keptBearer() : NO_BEARER;
  const api = createApi({
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    language: currentLanguage,
    bearer: bearer.get,
    onTiming: clock.observe,
    onSignedOut: () => {
      bearer.set(null);
      queries.setQueryData(SESSION_KEY, null);
    },
  });
  const router = embedded
    ? (await import('./embed/embed-router.tsx')).createEmbedRouter({ api, queries, bearer })
    : createAppRouter({ api, queries });
  await startTexts();
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <ApiProvider api={api}>
            <SessionGate clock={clock} bearer={bearer} router={router}>
              <HistoryPanelContext value={HistoryPanel}>
                <Suspense>
                  <RouterProvider router={router} />
                </Suspense>
              </HistoryPanelContext>
            </SessionGate>
          </ApiProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
