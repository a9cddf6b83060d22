using Federated.Attacks.Audit;
using Federated.Learning;
using Xunit;

namespace Federated.Attacks.Tests.Audit;

public sealed class RecordedLossTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fed-loss").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_the_coordinator_sees_counts_where_it_differs()
    {
        Write("""{"round":1,"epsilon":0.5}""", """{"round":2,"epsilon":0.75,"epsilon_coordinator":3.5}""", """{"round":3,"epsilon":null}""");

        var losses = RecordedLoss.Read(_folder);

        Assert.Equal([(1, 0.5), (2, 3.5)], losses.Select(loss => (loss.Key, loss.Value)).Order());
    }

    [Fact]
    public void A_run_that_promises_nothing_has_no_loss()
    {
        Assert.Empty(RecordedLoss.Read(_folder));
        Write("""{"round":1,"train_loss":2.3}""");
        Assert.Empty(RecordedLoss.Read(_folder));
    }

    [Fact]
    public void A_last_line_that_was_cut_off_is_left_out()
    {
        Write("""{"round":1,"epsilon":0.5}""", "", """{"round":2,"epsi""");
        Assert.Equal([(1, 0.5)], RecordedLoss.Read(_folder).Select(loss => (loss.Key, loss.Value)));
    }

    [Fact]
    public void Damaged_metrics_are_refused()
    {
        Write("""{"round":1,"epsi""", """{"round":2,"epsilon":0.75}""");
        Assert.Contains("metrics.jsonl: cannot be read", Assert.Throws<InputException>(() => RecordedLoss.Read(_folder)).Message, StringComparison.Ordinal);
    }

    private void Write(params string[] lines) => File.WriteAllLines(Path.Combine(_folder, "metrics.jsonl"), lines);
}
