using Federated.Learning;
using Federated.Learning.Runs;

namespace Federated.Simulator.Reports;

/// <summary>Reads <c>metrics.jsonl</c>: one JSON object per round.</summary>
internal static class MetricsFile
{
    /// <summary>Reads all rounds; what a reader should know about the file is added to <paramref name="notes"/>.</summary>
    public static IReadOnlyList<RoundMetrics> Read(string path, List<string> notes)
    {
        var rounds = new List<RoundMetrics>();
        var metrics = MetricsLines.Read(path);
        foreach (var (number, text) in metrics.Lines)
        {
            var where = $"{path} line {number}";
            Append(rounds, ReadRound(JsonFields.Parse(text, where), where), notes);
        }

        if (metrics.IsCutOff)
        {
            notes.Add("The last line of metrics.jsonl was cut off while it was written and is left out.");
        }

        return rounds;
    }

    // A run that resumes from a checkpoint repeats rounds it had measured before it stopped: the later line holds.
    private static void Append(List<RoundMetrics> rounds, RoundMetrics round, List<string> notes)
    {
        var repeated = rounds.FindIndex(earlier => earlier.Round >= round.Round);
        if (repeated >= 0)
        {
            rounds.RemoveRange(repeated, rounds.Count - repeated);
            notes.Add($"Resumed at round {round.Round}.");
        }

        rounds.Add(round);
    }

    private static RoundMetrics ReadRound(JsonFields fields, string where)
    {
        var round = fields.Whole("round", 0, int.MaxValue)
            ?? throw new InputException($"{where}: 'round' is missing, a whole number from 0 is expected");
        // Runs with a shared seed measure one loss, of the batches they step on.
        double?[] measured =
        [
            fields.Number("train_loss") ?? fields.Number("loss"),
            fields.Number("test_loss"),
            fields.Share("test_accuracy"),
            fields.Share("train_set_accuracy"),
        ];
        var sharedSeed = SharedSeedMetrics.Read(fields);
        return new RoundMetrics
        {
            Round = (int)round,
            TrainLoss = Finite(measured[0]),
            TestLoss = Finite(measured[1]),
            TestAccuracy = Finite(measured[2]),
            TrainSetAccuracy = Finite(measured[3]),
            Seconds = fields.Amount("seconds"),
            BytesUp = fields.Amount("bytes_up"),
            BytesDown = fields.Amount("bytes_down"),
            Rejected = (int)(fields.Whole("rejected", 0, int.MaxValue) ?? 0),
            Gossip = GossipMetrics.Read(fields),
            SharedSeed = sharedSeed,
            // Every round with a machine measures the training loss: null there is a number that JSON cannot hold.
            HasNonFinite = (round > 0 && fields.IsNull("train_loss") && sharedSeed?.Machines != 0)
                || measured.Any(value => value is { } number && !double.IsFinite(number)),
        };
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
