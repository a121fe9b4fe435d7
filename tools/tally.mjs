// Counts gates and tests together, prints each result as it comes and the sum as the last line.

export class Tally {
  #count = { passed: 0, failed: 0, skipped: 0 };
  #problems = [];
  #unsteady = [];
  #started = Date.now();

  /** One gate is one test: it passes with exit code 0. What it printed is shown only where it failed. */
  async gate(name, job) {
    const { code, output, ms } = await job();
    this.#count[code === 0 ? 'passed' : 'failed'] += 1;
    this.#line(code === 0 ? 'passed' : 'FAILED', name, ms);
    if (code === 0) {
      const warnings = output.split('\n').filter((line) => line.startsWith('warning '));
      for (const warning of warnings) console.log(`         ${warning}`);
      return;
    }
    this.#problems.push(name);
    console.log(indent(output));
  }

  /** A suite counts as many tests as it holds. */
  async suite(name, job) {
    const { passed, failed, skipped, problems, failures, unsteady, output, ms } = await job();
    this.#count.passed += passed;
    this.#count.failed += failed;
    this.#count.skipped += skipped;
    if (passed + failed + skipped === 0) return this.#line('empty', `suite ${name}: no test files yet`, ms);
    this.#line(failed === 0 ? 'passed' : 'FAILED', `suite ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`, ms);
    if (failed > 0 && output) console.log(indent(output));
    this.#problems.push(...failures.map(sentence), ...problems);
    this.#unsteady.push(...unsteady.map(sentence));
  }

  skip(name, why) {
    this.#count.skipped += 1;
    this.#line('skipped', `${name} (${why})`, 0);
  }

  /** A failure that belongs to no gate and no suite. */
  problem(sentence) {
    this.#count.failed += 1;
    this.#problems.push(sentence);
    console.error(`FAILED   ${sentence}`);
  }

  /** Prints the sum; the last line is for machines. -> the exit code. */
  close() {
    const { passed, failed, skipped } = this.#count;
    list('Failed once and passed when run again:', this.#unsteady);
    list('What failed:', this.#problems);
    console.log(`\nTook ${((Date.now() - this.#started) / 1000).toFixed(0)} s.`);
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed > 0 || passed === 0 ? 1 : 0;
  }

  #line(word, text, ms) {
    console.log(`${word.padEnd(8)} ${text} (${(ms / 1000).toFixed(1)} s)`);
  }
}

const sentence = ({ name, why }) => `${name}: ${why}`;

function list(title, lines) {
  if (lines.length > 0) console.log(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

function indent(output) {
  return (output ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => `         ${line}`)
    .join('\n');
}
