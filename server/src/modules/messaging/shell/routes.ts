// All that messaging answers over HTTP.
import type { AnyRoute } from '../../../platform/http/types.ts';
import { messageRoutes } from './message-routes.ts';
import type { Messaging } from './messaging.ts';
import { pageRoutes } from './page-routes.ts';
import { siteRoutes } from './site-routes.ts';

export function messagingRoutes(messaging: Messaging): AnyRoute[] {
  return [...siteRoutes(messaging), ...messageRoutes(messaging), ...pageRoutes(messaging)] as AnyRoute[];
}
