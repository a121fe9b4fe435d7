// The only door of interactions.
export { createInteractions, type Interactions } from './shell/interactions.ts';
export { conversationRoutes } from './shell/conversation-routes.ts';
export { dispositionRoutes } from './shell/disposition-routes.ts';
export { matterRoutes } from './shell/matter-routes.ts';
export { interactionRoutes } from './shell/routes.ts';
export { voicemailRoutes } from './shell/voicemail-routes.ts';
