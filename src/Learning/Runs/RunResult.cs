using Federated.Learning.Rounds;

namespace Federated.Learning.Runs;

/// <summary>How a run ended.</summary>
/// <param name="Outcome">why</param>
/// <param name="Totals">sums and bests</param>
/// <param name="Summary">summary.json; null when interrupted</param>
/// <param name="Directory">where its files are</param>
public sealed record RunResult(RunOutcome Outcome, RunTotals Totals, RunSummary? Summary, string Directory);
