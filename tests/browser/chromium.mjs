// The installed Chromium, always with a new and empty profile.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGUMENTS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
];

export async function launch() {
    const executablePath = PROGRAMS.find((program) => existsSync(program));
    if (!executablePath) throw new Error(`no Chromium: none of ${PROGRAMS.join(', ')}`);
    return chromium.launch({ executablePath, args: ARGUMENTS });
}
