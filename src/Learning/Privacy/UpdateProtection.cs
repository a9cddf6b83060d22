using System.Numerics;
using Federated.Learning.Experiments;
using Federated.Learning.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;

namespace Federated.Learning.Privacy;

/// <summary>A run's pipeline where updates are made: every vector that a client sends goes through it. Safe for many threads.</summary>
public sealed class UpdateProtection<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DefencePipeline _pipeline;
    private readonly ParameterLayout _layout;
    private readonly ulong _seed;

    private UpdateProtection(DefencePipeline pipeline, ParameterLayout layout, ulong seed)
    {
        _pipeline = pipeline;
        _layout = layout;
        _seed = seed;
    }

    /// <summary>The pipeline of an experiment; null: updates leave as they are.</summary>
    /// <param name="experiment">seed and defences</param>
    /// <param name="task">whose clients</param>
    public static UpdateProtection<T>? Of(Experiment experiment, IFederatedTask<T> task)
    {
        var pipeline = new DefencePipeline(experiment.Privacy ?? new PrivacyOptions());
        return pipeline.IsEmpty ? null : new UpdateProtection<T>(pipeline, task.Layout, experiment.Seed);
    }

    /// <summary>Changes what a client is about to send; what it keeps stays as it is.</summary>
    /// <param name="run">a client's round whose local rule is done</param>
    /// <param name="names">the vectors that it sends</param>
    internal void Apply(LocalRun<T> run, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            Apply(run.Sent(names[i]), run.Round, run.Client, i);
        }
    }

    /// <summary>Changes what a node's training made of its model: z = x + P(z - x) for the model x that it started from.</summary>
    /// <param name="run">a node's round whose local rule is done</param>
    /// <param name="trained">z, length d</param>
    internal void Apply(LocalRun<T> run, Span<T> trained)
    {
        var start = run.Received("x");
        FlatVector.Combine<T>(trained, 1.0, trained, -1.0, start);
        Apply(trained, run.Round, run.Client, vector: 0);
        FlatVector.Combine<T>(trained, 1.0, trained, 1.0, start);
    }

    private void Apply(Span<T> update, int round, int client, int vector) => _pipeline.Apply(
        update,
        new DefenceContext { Seed = _seed, Round = round, Client = client, Layout = _layout, Vector = vector });
}
