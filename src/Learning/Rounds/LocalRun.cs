using System.Numerics;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>
/// One client's part of one round, as a client rule sees it: what it received, what it keeps, its mini-batches, and the
/// current point x_k. Lives as long as its worker; the worker points it at one client after the other.
/// </summary>
public sealed class LocalRun<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILocalObjective<T> _objective;
    private readonly ExchangedVectors _vectors;
    private readonly T[] _initial;
    private readonly int _dimension;
    private readonly T[] _saved;
    private readonly T[] _state;
    private readonly T[] _sent;
    private readonly List<T[]> _scratch = [];
    private RoundTask<T>? _task;
    private CancellationToken _cancellation;
    private double _lossSum;
    private bool _ascended;
    private bool _firstEvaluation;

    internal LocalRun(ILocalObjective<T> objective, ExchangedVectors vectors, LocalOptions options, T[] initial)
    {
        var dimension = initial.Length;
        _objective = objective;
        _vectors = vectors;
        _initial = initial;
        _dimension = dimension;
        _saved = new T[dimension];
        _state = new T[vectors.ClientState.Length * dimension];
        _sent = new T[vectors.Up.Length * dimension];
        Options = options;
    }

    /// <summary>Epochs, batch size, weight decay, clipping.</summary>
    public LocalOptions Options { get; }

    /// <summary>The client's id.</summary>
    public int Client { get; private set; }

    /// <summary>The round, 1-based.</summary>
    public int Round => _task!.Round;

    /// <summary>Local learning rate of this round.</summary>
    public double LearningRate => _task!.LearningRate;

    /// <summary>E n_i / B as a real number, or K when steps are given: the K̂ of variance-reduced methods.</summary>
    public double NominalSteps { get; private set; }

    /// <summary>Local steps done so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Local steps of this round, K.</summary>
    public int PlannedSteps { get; private set; }

    /// <summary>Mean over local steps of the mini-batch loss at x_k.</summary>
    public double MeanLoss => _lossSum / Steps;

    /// <summary>The point x_k, length d: kept aside while the gradient is taken at a perturbed point.</summary>
    public ReadOnlySpan<T> X => _ascended ? _saved : _objective.Point;

    /// <summary>The gradient of the last evaluation, length d; may be overwritten.</summary>
    public Span<T> Gradient => _objective.Gradient;

    /// <summary>x^0, length d: every node can make it from the experiment file, so it does not travel.</summary>
    public ReadOnlySpan<T> Initial => _initial;

    /// <summary>A vector that came down in this round.</summary>
    public ReadOnlySpan<T> Received(string name) => _task!.Down[Index(_vectors.Down, name)];

    /// <summary>A vector that this client keeps between rounds; zero before its first round. What is written here is kept.</summary>
    public Span<T> State(string name) => Slice(_state, Index(_vectors.ClientState, name));

    /// <summary>A vector that goes up after this round.</summary>
    public Span<T> Sent(string name) => Slice(_sent, Index(_vectors.Up, name));

    /// <summary>Working memory of length d with arbitrary content.</summary>
    public Span<T> Scratch(int number)
    {
        while (_scratch.Count <= number)
        {
            _scratch.Add(new T[_dimension]);
        }

        return _scratch[number];
    }

    /// <summary>x_0 = start.</summary>
    public void Start(ReadOnlySpan<T> start)
    {
        start.CopyTo(_objective.Point);
        _ascended = false;
    }

    /// <summary>Draws the next mini-batch; false after the last local step.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public bool NextBatch()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (Steps == PlannedSteps)
        {
            return false;
        }

        Steps++;
        _firstEvaluation = true;
        _objective.NextBatch();
        return true;
    }

    /// <summary>Gradient of the current mini-batch at x_k, or at the perturbed point after an ascent.</summary>
    public Span<T> EvaluateGradient()
    {
        var loss = _objective.Evaluate();
        if (_firstEvaluation)
        {
            _lossSum += loss;
            _firstEvaluation = false;
        }

        return _objective.Gradient;
    }

    /// <summary>Moves the evaluation point to x_k + scale * direction; x_k is kept aside, bit for bit.</summary>
    public void Ascend(double scale, ReadOnlySpan<T> direction)
    {
        _objective.Point.CopyTo(_saved);
        _ascended = true;
        FlatVector.Combine(_objective.Point, 1.0, _saved, scale, direction);
    }

    /// <summary>x_{k+1} = a x_k + b q.</summary>
    public void Step(double a, double b, ReadOnlySpan<T> q)
    {
        FlatVector.Combine(_objective.Point, a, X, b, q);
        _ascended = false;
    }

    /// <summary>x_{k+1} = a x_k + b q + c p.</summary>
    public void Step(double a, double b, ReadOnlySpan<T> q, double c, ReadOnlySpan<T> p)
    {
        FlatVector.Combine(_objective.Point, a, X, b, q, c, p);
        _ascended = false;
    }

    internal ReadOnlyMemory<T> AllSent => _sent;

    internal T[] AllState => _state;

    internal void Open(RoundTask<T> task, int client, int samples, CancellationToken cancellation)
    {
        _task = task;
        _cancellation = cancellation;
        _lossSum = 0.0;
        Client = client;
        Steps = 0;
        PlannedSteps = Options.PlannedSteps(samples);
        NominalSteps = Options.NominalSteps(samples);
        _objective.Open(client, task.Round);
    }

    private static int Index(string[] names, string name)
    {
        var index = Array.IndexOf(names, name);
        return index >= 0 ? index : throw new ArgumentException($"The algorithm does not declare the vector '{name}'.");
    }

    private Span<T> Slice(T[] vectors, int index) => vectors.AsSpan(index * _dimension, _dimension);
}
