using System.Numerics;
using System.Runtime.InteropServices;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;

namespace Federated.Learning.Privacy;

/// <summary>A run's pipeline where updates are made: every vector that a client sends goes through it. Safe for many threads.</summary>
public sealed class UpdateProtection<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DefencePipeline _pipeline;
    private readonly IFederatedTask<T> _task;
    private readonly RepresentationProbe? _probe;
    private readonly ulong _seed;

    private UpdateProtection(DefencePipeline pipeline, IFederatedTask<T> task, ulong seed)
    {
        _pipeline = pipeline;
        _task = task;
        _seed = seed;
        _probe = pipeline.NeedsRepresentation ? new RepresentationProbe((SequentialNetwork)((ClassificationTask)(object)task).Network) : null;
    }

    /// <summary>The pipeline of an experiment; null: updates leave as they are.</summary>
    /// <param name="experiment">seed and defences</param>
    /// <param name="task">whose clients</param>
    public static UpdateProtection<T>? Of(Experiment experiment, IFederatedTask<T> task)
    {
        var pipeline = new DefencePipeline(experiment.Privacy ?? new PrivacyOptions());
        return pipeline.IsEmpty ? null : new UpdateProtection<T>(pipeline, task, experiment.Seed);
    }

    /// <summary>Changes what a client is about to send; what it keeps stays as it is.</summary>
    /// <param name="run">a client's round whose local rule is done</param>
    /// <param name="names">the vectors that it sends</param>
    internal void Apply(LocalRun<T> run, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            Apply(run, run.Sent(names[i]), i);
        }
    }

    /// <summary>Changes what a node's training made of its model: z = x + P(z - x) for the model x that it started from.</summary>
    /// <param name="run">a node's round whose local rule is done</param>
    /// <param name="trained">z, length d</param>
    internal void Apply(LocalRun<T> run, Span<T> trained)
    {
        var start = run.Received("x");
        FlatVector.Combine<T>(trained, 1.0, trained, -1.0, start);
        Apply(run, trained, vector: 0);
        FlatVector.Combine<T>(trained, 1.0, trained, 1.0, start);
    }

    private void Apply(LocalRun<T> run, Span<T> update, int vector) => _pipeline.Apply(update, new DefenceContext
    {
        Seed = _seed,
        Round = run.Round,
        Client = run.Client,
        Layout = _task.Layout,
        Vector = vector,
        Representation = _probe is null ? null : (layer, samples) => Representation(run, layer, samples),
    });

    /// <summary>Only image classification in float32 gets here.</summary>
    private double[] Representation(LocalRun<T> run, string layer, int samples)
    {
        var task = (ClassificationTask)(object)_task;
        var held = task.Trained[run.Client];
        var first = held[..Math.Min(samples, held.Length)];
        var pixels = new float[first.Length * task.Network.Input.Size];
        task.Seen.Gather(first, pixels);
        return _probe!.Scores(layer, MemoryMarshal.Cast<T, float>(run.Received("x")), pixels);
    }
}
