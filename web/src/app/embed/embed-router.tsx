// The addresses of the desk in a frame, below /embed: the same names as in the whole app, so that its parts find their way.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  retainSearchParams,
} from '@tanstack/react-router';
import type { Bearer } from '../../api/bearer.ts';
import type { Api } from '../../api/client.ts';
import type { AppRouter } from '../router.tsx';
import { PageFailed, PagePending } from '../shell/PageStates.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { EmbedContact } from './EmbedContact.tsx';
import { EmbedGate } from './EmbedGate.tsx';
import { EmbedHome } from './EmbedHome.tsx';

type EmbedContext = { api: Api; queries: QueryClient };

const root = createRootRouteWithContext<EmbedContext>()({
  component: Outlet,
  notFoundComponent: Elsewhere,
  validateSearch: ({ tenant }: Record<string, unknown>): { tenant?: string | undefined } => (typeof tenant === 'string' ? { tenant } : {}),
  // A reload of the frame must name its tenant too: the server answers by it.
  search: { middlewares: [retainSearchParams(['tenant'])] },
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Gate });

/** Handed in once, as the router is made: the types of routes are those of the whole app. */
let given: { bearer: Bearer; tenant: string | null } | null = null;

function Gate() {
  return given === null ? null : <EmbedGate {...given} />;
}

const home = createRoute({ getParentRoute: () => shell, path: '/', component: EmbedHome });
const contacts = createRoute({ getParentRoute: () => shell, path: 'interactions', component: EmbedHome });
const contact = createRoute({ getParentRoute: () => shell, path: 'interactions/$id', component: Contact });
function Contact() {
  const { id } = contact.useParams();
  return <EmbedContact key={id} id={id} />;
}
const phone = createRoute({
  getParentRoute: () => shell,
  path: 'phone',
  component: lazyRouteComponent(() => import('../../desktop/phone/PhonePage.tsx'), 'PhonePage'),
});

/** Below the shell: a call goes on while one looks at what has no room here. */
const rest = createRoute({ getParentRoute: () => shell, path: '$', component: Elsewhere });

/** Its addresses are some of the app's: whoever asks for others is led to `Elsewhere`. */
export function createEmbedRouter({ bearer, ...context }: EmbedContext & { bearer: Bearer }): AppRouter {
  given = { bearer, tenant: new URLSearchParams(window.location.search).get('tenant') };
  return createRouter({
    basepath: '/embed',
    routeTree: root.addChildren([shell.addChildren([home, contacts, contact, phone, rest])]),
    context,
    defaultPendingMs: 300,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: Elsewhere,
  }) as unknown as AppRouter;
}
