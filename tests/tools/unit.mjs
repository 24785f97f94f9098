// The C test programs that ctest knows: each cmocka case is a case here. A program that crashes, leaks, or runs fewer
// cases than it announced has failed ones.
import { execute, ending, isMain, runAlone } from './suite.mjs';

const LIMIT_MS = 300000;

async function programs(build) {
    const listing = await execute('ctest', ['--test-dir', build, '--show-only=json-v1']);
    if (listing.code !== 0) throw new Error(`ctest cannot list ${build}:\n${listing.output}`);
    return JSON.parse(listing.stdout).tests.map((test) => ({
        name: test.name,
        command: test.command,
        folder: test.properties.find((property) => property.name === 'WORKING_DIRECTORY')?.value,
    }));
}

// cmocka's TAP: "1..N" before each group, "ok 1 - name", "not ok 2 - name" and then "# …" lines that say why.
// "# not ok - group" repeats; a skipped case reads "not ok 3 # SKIP name" and has not run.
function tapCases(stdout) {
    const cases = [];
    let announced = 0;
    let inCases = false;
    for (const line of stdout.split('\n')) {
        const plan = line.match(/^1\.\.(\d+)$/);
        const result = line.match(/^(ok|not ok) \d+ (?:- |# SKIP )(.*)$/);
        if (plan) {
            announced += Number(plan[1]);
            inCases = true;
        } else if (result) {
            cases.push({ name: result[2], ok: result[1] === 'ok', why: [] });
            if (line.includes('# SKIP')) cases.at(-1).why.push('skipped: it did not run');
        } else if (inCases && cases.length && !/^# (not )?ok - /.test(line) && line) {
            cases.at(-1).why.push(line);
        }
    }
    return { cases, announced };
}

async function runProgram(suite, program) {
    const result = await execute(program.command[0], program.command.slice(1), {
        cwd: program.folder,
        timeout: LIMIT_MS,
        env: { ...process.env, CMOCKA_MESSAGE_OUTPUT: 'TAP', UBSAN_OPTIONS: 'print_stacktrace=1' },
    });
    const { cases, announced } = tapCases(result.stdout);
    for (const one of cases) suite.check(`${program.name}: ${one.name}`, one.ok, one.why.join('\n'));
    for (let i = cases.length; i < announced; i += 1) {
        suite.fail(`${program.name}: case ${i + 1} of ${announced} did not run`, `${ending(result)}\n${result.stderr}`);
    }
    const everyCaseOk = cases.every((one) => one.ok) && cases.length >= announced;
    if (announced === 0) suite.check(program.name, result.code === 0, `${ending(result)}\n${result.output}`);
    else if (everyCaseOk && result.code !== 0) suite.fail(`${program.name}: ends well`, `${ending(result)}\n${result.stderr}`);
}

export async function run(suite, options) {
    const waiting = await programs(options.build);
    const worker = async () => {
        while (waiting.length) await runProgram(suite, waiting.shift());
    };
    await Promise.all([worker(), worker()]);
}

if (isMain(import.meta.url)) await runAlone('unit', run);
