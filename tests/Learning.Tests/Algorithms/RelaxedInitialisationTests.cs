using Federated.Learning.Algorithms;
using Xunit;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>With relaxed initialisation, clients start a little beyond the global model, away from where they ended.</summary>
public sealed class RelaxedInitialisationTests
{
    private static readonly double[] _initial = [1, -1];
    private static readonly FedSpeedOptions _relaxed = new() { ProxStrength = 0.5, RelaxedInitialisation = 0.1 };

    [Fact]
    public void A_new_client_starts_away_from_the_initial_model()
    {
        double[] x = [0.4, 0.7];
        var client = new OneClient(_relaxed, QuadraticRuns.Local);
        client.Train(0, x);
        Close.Vectors(Plane.Add(x, Plane.Subtract(x, _initial), 0.1), client.Objective.Evaluations[0].Point, 1e-15);
    }

    [Fact]
    public void In_the_first_round_everybody_starts_at_the_initial_model()
    {
        var client = new OneClient(_relaxed, QuadraticRuns.Local);
        client.Train(0, _initial);
        Close.Vectors(_initial, client.Objective.Evaluations[0].Point, 1e-15);
    }

    [Fact]
    public void A_client_starts_away_from_its_last_local_model_and_its_update_is_relative_to_that_start()
    {
        double[] x = [0.4, 0.7];
        var client = new OneClient(_relaxed, QuadraticRuns.Local);
        var last = client.Train(0, _initial);
        var before = client.Run.State("h").ToArray();
        var end = client.Train(0, x);
        var start = client.Objective.Evaluations[0].Point;
        Close.Vectors(Plane.Add(x, Plane.Subtract(x, last), 0.1), start, 1e-14);
        Close.Vectors(Plane.Subtract(end, start), Plane.Subtract(client.Run.State("h").ToArray(), before), 1e-14);
        Close.Vectors(Plane.Subtract(end, start), client.Run.Sent("delta").ToArray(), 1e-14);
        Close.Vectors(Plane.Subtract(end, x), client.Run.Sent("local").ToArray(), 1e-14);
    }

    [Fact]
    public void Switched_off_it_moves_and_keeps_one_vector()
    {
        var vectors = (_relaxed with { RelaxedInitialisation = 0 }).Create<double>().Vectors;
        Assert.Equal((1, 1, 1), (vectors.Down.Length, vectors.Up.Length, vectors.ClientState.Length));
    }
}
