using Microsoft.Data.Sqlite;
using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>Whatever happens to nodes, links and the coordinator: no hang, nothing lost, nothing counted twice, and the right model.</summary>
/// <param name="output">says what happened</param>
public sealed class ChaosTests(ITestOutputHelper output)
{
    public static TheoryData<string> Algorithms => ["scaffold", "one-byte"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_run_survives_whatever_happens(string algorithm)
    {
        await using var chaos = new Chaos(ChaosPlan.Of(algorithm));
        using var folder = new TemporaryFolder();
        var reference = Runs.Execute(chaos.Experiment, folder.Path, resume: false, transport: null, CancellationToken.None).Summary!;

        await chaos.RunAsync();

        output.WriteLine($"{algorithm}: {reference.Rounds} rounds of {Subjects.PiecesInARound(algorithm)} updates; {chaos}");
        Assert.Contains(chaos.Misfortunes.Keys, name => name.StartsWith("killed", StringComparison.Ordinal));
        Assert.Equal(reference.ModelSha256, ProcessTests.Sha(chaos.Folder));
        var deliveries = Deliveries(Path.Combine(chaos.Folder, "journal.db"));
        Assert.Equal(reference.Rounds * Subjects.PiecesInARound(algorithm), deliveries.Count);
        Assert.Equal(deliveries.Count, deliveries.Distinct().Count());
        Assert.All(deliveries.CountBy(delivery => delivery.Round), round => Assert.Equal(Subjects.PiecesInARound(algorithm), round.Value));
    }

    /// <summary>What the journal says was used: every row is one delivery.</summary>
    private static List<(long Round, long Client)> Deliveries(string path)
    {
        using var database = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "SELECT round, client FROM deliveries";
        using var reader = command.ExecuteReader();
        var deliveries = new List<(long, long)>();
        while (reader.Read())
        {
            deliveries.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return deliveries;
    }
}
