namespace Federated.Learning.Rounds;

/// <summary>A round's seconds, and how many of them go into evaluation.</summary>
/// <param name="time">clock</param>
internal sealed class RoundClock(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>Since the round began.</summary>
    public double Seconds => time.GetElapsedTime(_began).TotalSeconds;

    /// <summary>Of them in evaluation.</summary>
    public double SecondsEvaluating { get; private set; }

    /// <summary>Evaluates something.</summary>
    public TResult Evaluate<TResult>(Func<TResult> evaluate)
    {
        var began = time.GetTimestamp();
        var result = evaluate();
        SecondsEvaluating += time.GetElapsedTime(began).TotalSeconds;
        return result;
    }
}
