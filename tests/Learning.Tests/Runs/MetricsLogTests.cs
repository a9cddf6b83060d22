using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Xunit;

namespace Federated.Learning.Tests.Runs;

public sealed class MetricsLogTests
{
    [Fact]
    public void A_line_that_does_not_fit_on_the_disk_is_taken_back()
    {
        using var disk = new SmallDisk();
        using var log = new MetricsLog(disk, "metrics.jsonl", 0, new RunTotals());
        log.Append(Round(1));
        var before = disk.ToArray();
        disk.Free = 10;

        Assert.Throws<IOException>(() => log.Append(Round(2)));
        Assert.Equal(before, disk.ToArray());

        disk.Free = 10_000;
        log.Append(Round(2));
        Assert.Equal((byte)'\n', disk.ToArray()[before.Length - 1]);
        Assert.Equal((byte)'{', disk.ToArray()[before.Length]);
    }

    [Fact]
    public void Lines_after_the_kept_rounds_are_dropped_and_the_others_counted()
    {
        using var disk = new SmallDisk { Free = 10_000 };
        using var log = new MetricsLog(disk, "metrics.jsonl", 0, new RunTotals());
        log.Append(Round(1));
        log.Append(Round(2));
        var two = disk.Length;
        log.Append(Round(3));

        var totals = new RunTotals();
        disk.Position = 0;
        using var again = new MetricsLog(disk, "metrics.jsonl", 2, totals);

        Assert.Equal((two, two), (disk.Length, disk.Position));
        Assert.Equal((2, 12L), (totals.Rounds, totals.Steps));
    }

    [Theory]
    [InlineData("{}\n")]
    [InlineData("null\n")]
    [InlineData("{\"round\":1,\"tra")]
    public void A_damaged_line_is_refused_with_its_number(string text)
    {
        using var disk = new SmallDisk { Free = 10_000 };
        disk.Write(System.Text.Encoding.UTF8.GetBytes(text));
        disk.Position = 0;

        var refusal = Assert.Throws<InputException>(() => new MetricsLog(disk, "metrics.jsonl", 1, new RunTotals()));

        Assert.StartsWith("metrics.jsonl:1: ", refusal.Message, StringComparison.Ordinal);
    }

    private static RoundMetrics Round(int round) => new()
    {
        Round = round,
        TrainLoss = 0.5,
        Seconds = 1.5,
        SecondsTrain = 1,
        SecondsEval = 0.5,
        BytesUp = 10,
        BytesDown = 20,
        Clients = 3,
        Rejected = 0,
        Steps = 6,
        LearningRate = 0.1,
    };

    /// <summary>A file on a disk with so much room: what fits is written, then the disk is full.</summary>
    private sealed class SmallDisk : MemoryStream
    {
        public int Free { get; set; } = 10_000;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var fits = Math.Min(Free, buffer.Length);
            base.Write(buffer[..fits].ToArray(), 0, fits);
            Free -= fits;
            if (fits < buffer.Length)
            {
                throw new IOException("No space left on device");
            }
        }
    }
}
