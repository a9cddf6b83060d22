using System.Diagnostics;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;

namespace Federated.Bench;

/// <summary>A task whose losses are timed.</summary>
internal sealed class TimedTask(IFederatedTask<float> inner) : IFederatedTask<float>
{
    /// <summary>Time that forward passes took.</summary>
    public TimeSpan Forward { get; set; }

    public ParameterLayout Layout => inner.Layout;

    public int Clients => inner.Clients;

    public int SampleCount(int client) => inner.SampleCount(client);

    public void Initialise(Span<float> x) => inner.Initialise(x);

    public ILocalObjective<float> CreateObjective() => new TimedObjective(this, inner.CreateObjective());

    public int BatchCount(EvaluationSplit split) => inner.BatchCount(split);

    public void WriteModel(string path, ReadOnlySpan<float> x, IReadOnlyDictionary<string, string> notes) => inner.WriteModel(path, x, notes);

    private sealed class TimedObjective(TimedTask task, ILocalObjective<float> inner) : ILocalObjective<float>
    {
        public Span<float> Point => inner.Point;

        public Span<float> Gradient => inner.Gradient;

        public void Open(int client, int round) => inner.Open(client, round);

        public void NextBatch() => inner.NextBatch();

        public double Evaluate() => inner.Evaluate();

        public double Loss()
        {
            var began = Stopwatch.GetTimestamp();
            var loss = inner.Loss();
            task.Forward += Stopwatch.GetElapsedTime(began);
            return loss;
        }

        public Score Score(EvaluationSplit split, int batch) => inner.Score(split, batch);

        public void Dispose() => inner.Dispose();
    }
}
