import { spawnSync } from 'node:child_process';

/** Whether npm's registry can be reached. */
export const hasRegistry = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=10000'], { stdio: 'ignore' }).status === 0;
