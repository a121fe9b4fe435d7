// Messaging's only door.
export type { MessagingPorts } from './ports.ts';
export { createDoor as createChatDoor } from './shell/door.ts';
export { createMessaging, type Messaging } from './shell/messaging.ts';
export { messagingRoutes } from './shell/routes.ts';
