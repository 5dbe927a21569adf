// Loaded before a task: when the process that started it is gone without a word (killed), the
// task is asked to stop as by SIGTERM, so that nothing is left running unseen.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // The channel alone must not keep a finished task alive.
  process.channel.unref();
}
