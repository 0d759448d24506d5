namespace Policy.Engine.Documents;

/// <summary>How the expressions of a document are read and checked.</summary>
public enum Dialect
{
    /// <summary>FEEL as policies need it: wrong types are errors, every name is checked, date-times without an offset are
    /// in UTC+8.</summary>
    Policy,

    /// <summary>FEEL as DMN 1.5 has it, for imported models: names may have spaces; what is wrong with an expression is a
    /// warning, gives null when it is evaluated, and is then reported as a fault.</summary>
    Dmn,
}
