// What the person who started Tandem reads: where it is, and how to get in.
import fs from 'node:fs';
import path from 'node:path';
import type { Config } from '../platform/config/config.ts';
import type { Role } from './arguments.ts';
import { CHAT } from './demo-data.ts';
import { FIRST_NOTE } from './first-tenant.ts';

export const DEMO_NOTE = 'demo-accounts.txt';

export async function welcome({
  config,
  roles,
  env,
}: {
  config: Config;
  roles: ReadonlySet<Role>;
  env: NodeJS.ProcessEnv;
}): Promise<string> {
  const secure = env['TANDEM_TLS_CERT'] !== undefined && env['TANDEM_TLS_CERT'] !== '';
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  const web = `${secure ? 'https' : 'http'}://${host}:${config.httpPort}`;
  const lines = ['', 'Tandem is ready.', ''];
  if (roles.has('api')) lines.push(`  Web and API   ${web}   (docs ${web}/docs, OpenAPI ${web}/openapi.json)`);
  if (roles.has('edge'))
    lines.push(
      `  SIP           ${config.host}:${config.sipPort} UDP and TCP${secure ? `, ${config.sipsPort} TLS` : ''}, RTP ports ${config.rtpPorts.from}-${config.rtpPorts.to}`,
    );
  lines.push(`  Data          ${config.paths.data}`);
  // Told by whoever sets them: an edge alone on the folder must not use up what is shown once.
  if (roles.has('core')) lines.push(...demoLines(config, web), ...firstLines(config));
  if (!secure && !config.loopback) {
    lines.push(
      '',
      '  This is plain HTTP: browsers give no microphone to it, and passwords travel readable. Set TANDEM_TLS_CERT and TANDEM_TLS_KEY,',
      '  or start with: npm start -- --self-signed',
    );
  }
  lines.push('', 'Ctrl-C stops it.', '');
  return `${lines.join('\n')}\n`;
}

function demoLines(config: Config, web: string): string[] {
  const note = path.join(config.paths.data, DEMO_NOTE);
  if (!fs.existsSync(note)) return [];
  const text = fs.readFileSync(note, 'utf8').trimEnd();
  // Passwords made for an address others can reach are shown once.
  if (!config.loopback) fs.rmSync(note);
  return ['', ...text.split('\n').map((line) => `  ${line}`), `  Web chat         ${web}/chat/demo.html?key=${CHAT.key}`];
}

/** Shown until the centre is set up: whoever lost it has no other way in. */
function firstLines(config: Config): string[] {
  const note = path.join(config.paths.data, FIRST_NOTE);
  if (!fs.existsSync(note)) return [];
  const text = fs.readFileSync(note, 'utf8').trimEnd();
  return ['', ...text.split('\n').map((line) => `  ${line}`)];
}
