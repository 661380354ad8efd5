// One line of JSON for each test, for `PageCodeTest`.
export default async function* lines(events) {
  for await (const { type, data } of events) {
    if ((type === 'test:pass' || type === 'test:fail') && data.details.type !== 'suite') {
      const { cause } = data.details.error ?? {};
      yield `${JSON.stringify({ name: data.name, file: data.file, failed: type === 'test:fail', why: cause?.stack ?? data.details.error?.message })}\n`;
    }
  }
}
